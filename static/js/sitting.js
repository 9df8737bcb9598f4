// A running written test. Every change is kept on this device at once and sent 1.5 s after typing stops, at the latest
// every 5 s; "Saved" is shown only for what the server has confirmed. Each page load is a client with its own counter,
// and says upon which text it was built: the server keeps every text and tells the older tab or device.
(() => {
  const PREFIX = 'recruit.answer.';
  const $ = (selector) => document.querySelector(selector);
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const copies = (item) => {
    const found = [];
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const name = localStorage.key(i);
        if (name.startsWith(`${PREFIX}${item}.`)) found.push({ name, ...JSON.parse(localStorage.getItem(name)) });
      }
    } catch { /* storage is off or holds something strange */ }
    return found.sort((a, b) => a.at - b.at);
  };

  // The countdown trusts the server's seconds and the browser's steady clock, never the device's time of day.
  const timer = $('[data-sitting-timer]');
  let end = timer ? performance.now() + Number(timer.dataset.left) * 1000 : null, over = false, onOver = () => {};
  const told = new Set(timer ? [600, 300, 60].filter((mark) => Number(timer.dataset.left) < mark) : []);
  const sync = (left) => {
    if (!timer || left === null || left === undefined) return;
    end = performance.now() + left * 1000;
    for (const mark of [...told]) if (left > mark + 5) told.delete(mark);   // somebody gave extra time
    if (left > 0) over = false;
  };
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000)), hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60;
    const two = (n) => String(n).padStart(2, '0'), out = timer.querySelector('[data-timer-text]');
    const words = hours ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
    if (out.textContent !== words) out.textContent = words;
    timer.classList.toggle('is-low', left <= 300);
    for (const mark of [600, 300, 60]) if (left <= mark && !told.has(mark)) { told.add(mark); App.say(mark === 60 ? timer.dataset.announceOne : timer.dataset.announce.replace('{minutes}', mark / 60)); }
    if (left === 0 && !over) { over = true; App.say(timer.dataset.over); onOver(); }
    setTimeout(tick, 500);
  };

  const form = $('[data-sitting]');
  if (!form) {
    const unsent = $('[data-unsent]');
    if (unsent) unsent.hidden = ![...document.querySelectorAll('[data-item-row]')].some((row) => copies(row.dataset.itemRow).length);
    onOver = () => location.assign($('[data-over-url]').dataset.overUrl);
    if (timer) tick();
    return;
  }

  const { client, item } = form.dataset, url = form.dataset.sitting, key = `${PREFIX}${item}.${client}`;
  const box = $('[data-save]'), out = $('[data-save-text]'), area = form.querySelector('textarea');
  const notice = { offline: $('[data-offline]'), session: $('[data-session]'), refused: $('[data-refused]'), older: $('[data-older]'), conflict: $('[data-conflict]') };
  const skipped = new Set(['csrf_token', 'client', 'base', 'to']);
  let base = form.dataset.base, seq = 0, acked = 0, busy = null, wait = 1000, later, stopped = false, leaving = false, other = null, token = App.csrf();

  const read = () => [...new FormData(form)].filter(([name, value]) => !skipped.has(name) && typeof value === 'string');
  const write = (text, data) => {
    for (const el of form.elements) {
      if (!el.name || skipped.has(el.name) || el.type === 'hidden') continue;
      const [group, part] = el.name.split('.');
      if (el.name === 'text') el.value = text || '';
      else if (el.type === 'radio') el.checked = data.choice === el.value;
      else if (el.type === 'checkbox') el.checked = (data.choices || []).includes(el.value);
      else if (group === 'gaps') el.value = (data.gaps || [])[Number(part) - 1] || '';
      else if (group === 'value') el.value = data.value || '';
      else el.value = ((data[group] || {})[part]) || '';
    }
    count();
  };
  const fill = (fields) => {   // what this page itself once read
    const data = { choices: [], gaps: [], pairs: {}, places: {} }; let text = '';
    for (const [name, value] of fields) {
      const [group, part] = name.split('.');
      if (name === 'text') text = value;
      else if (name === 'choices') data.choices.push(value);
      else if (group === 'gaps') data.gaps[Number(part) - 1] = value;
      else if (part) data[group][part] = value;
      else data[name] = value;
    }
    write(text, data);
  };
  const show = (state, words) => {
    box.dataset.state = state;
    if (out.textContent !== words) out.textContent = words;
    box.querySelector('[data-save-icon=ok]').hidden = state === 'off';
    box.querySelector('[data-save-icon=off]').hidden = state !== 'off';
  };
  const only = (name) => { for (const each of ['offline', 'session', 'refused']) notice[each].hidden = each !== name; };
  const keep = () => { try { localStorage.setItem(key, JSON.stringify({ client, seq, base, fields: read(), at: Date.now() })); return true; } catch { return false; } };
  const forget = (name, upTo) => {   // only what was confirmed: a tab that is still open may have written on
    try { const kept = JSON.parse(localStorage.getItem(name) || 'null'); if (kept && kept.seq <= upTo) localStorage.removeItem(name); } catch { /* off */ }
  };
  const dirty = () => seq !== acked;

  const ask = (method, body) => fetch(url, {
    method, redirect: 'manual', signal: AbortSignal.timeout(8000), cache: 'no-store',
    headers: { Accept: 'application/json', 'HX-Request': 'true', 'X-CSRFToken': token, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const signedOut = (answer) => answer.type === 'opaqueredirect' || answer.status === 401;

  // Sends one text and returns the receipt; throws 'offline', 'session' or 'refused'.
  async function send(draft, again = true) {
    let answer;
    try { answer = await ask('PUT', draft); } catch { throw new Error('offline'); }
    if (signedOut(answer)) throw new Error('session');
    if (answer.status === 400 && again) {   // a new session has a new form token
      let fresh;
      try { fresh = await ask('GET'); } catch { throw new Error('offline'); }
      if (signedOut(fresh)) throw new Error('session');
      if (fresh.ok) { token = (await fresh.json()).csrf; return send(draft, false); }
    }
    if (answer.status >= 500 || answer.status === 429) throw new Error('offline');
    if (!answer.ok) {
      const problem = new Error('refused');
      try { problem.words = (await answer.json()).message; } catch { /* no words */ }
      throw problem;
    }
    return answer.json();
  }

  function failed(problem) {
    only(problem.message);
    if (problem.message === 'refused') {
      if (problem.words) notice.refused.querySelector('[data-refused-text]').textContent = problem.words;
      stopped = true;   // until the text changes: the same text would be refused again
    }
    show('off', keep() ? box.dataset.kept : box.dataset.unsaved);
    wait = Math.min(wait * 2, 30000);
  }

  function conflict(head) {
    other = head;
    const quote = $('[data-conflict-text]');
    quote.replaceChildren();
    for (const line of (head.text || Object.values(head.data || {}).flat().map((v) => (typeof v === 'string' ? v : Object.values(v).join(', '))).join('; ') || '–').split('\n')) {
      const p = document.createElement('p'); p.textContent = line; quote.append(p);
    }
    if (!area) quote.replaceChildren();   // choices are easier to see in the form than as codes
    notice.conflict.hidden = false; notice.older.hidden = true;
  }

  const received = (receipt) => {
    sync(receipt.left);
    only(null);
    wait = 1000;
    if (receipt.late) { show('off', box.dataset.late); leave(form.dataset.last); return; }
    if (receipt.counts) { base = receipt.ref; form.elements.base.value = base; other = null; notice.conflict.hidden = true; notice.older.hidden = true; } else if (receipt.head) conflict(receipt.head);
    show('ok', box.dataset.saved.replace('{time}', clock(receipt.at)));
    $('.qn.cur')?.classList.toggle('done', read().some(([, value]) => value.trim()));
    const tally = $('[data-answered]');
    if (tally) tally.textContent = tally.dataset.answered.replace('{done}', document.querySelectorAll('a.qn.done').length);
  };

  // One at a time; whoever asks meanwhile waits for the one under way, then sends the rest.
  async function flush() {
    clearTimeout(later);
    if (busy) await busy;
    if (stopped || !dirty()) return !dirty();
    const sending = seq;
    busy = (async () => {
      const slow = setTimeout(() => show('busy', box.dataset.saving), 300);
      try {
        const receipt = await send({ client, seq: sending, base, fields: read() });
        acked = Math.max(acked, sending);
        forget(key, acked);
        clearTimeout(slow);
        received(receipt);
      } catch (problem) { clearTimeout(slow); failed(problem); } finally { busy = null; }
    })();
    await busy;
    if (dirty() && !stopped) later = setTimeout(flush, wait);
    return !dirty();
  }

  const changed = () => {
    seq += 1; stopped = false;
    const kept = keep();
    if (box.dataset.state !== 'off') show('busy', kept ? box.dataset.kept : box.dataset.unsaved);
    count();
    clearTimeout(later); later = setTimeout(flush, Math.max(1500, wait > 2000 ? wait : 0));
  };
  const words = $('[data-words]');
  function count() { if (words && area) words.textContent = area.value.trim().split(/\s+/).filter(Boolean).length; }
  const leave = (where) => { leaving = true; location.assign(where); };

  // What earlier pages kept and the server never confirmed is sent under its own name first.
  async function bringBack() {
    for (const kept of copies(item)) {
      if (kept.client === client) continue;
      try {
        const receipt = await send({ client: kept.client, seq: kept.seq, base: kept.base, fields: kept.fields });
        forget(kept.name, kept.seq);
        sync(receipt.left);
        if (receipt.late) { show('off', box.dataset.late); continue; }
        if (seq) continue;   // somebody is typing here already: that text goes its own way
        if (!receipt.repeated) { fill(kept.fields); App.toast({ text: form.dataset.restored }); }
        if (receipt.counts) { base = receipt.ref; form.elements.base.value = base; show('ok', box.dataset.saved.replace('{time}', clock(receipt.at))); } else if (!receipt.repeated && receipt.head) { seq += 1; acked = seq; conflict(receipt.head); }
      } catch (problem) {
        if (!seq) { fill(kept.fields); base = kept.base; seq += 1; keep(); }   // still cut off: go on with what was kept
        failed(problem);
        later = setTimeout(flush, wait);
        return;
      }
    }
  }

  async function look() {   // the clock, extra time, another device
    if (document.hidden || leaving || dirty()) return;
    try {
      const answer = await ask('GET');
      if (signedOut(answer)) { only('session'); return; }
      if (!answer.ok) return;
      const status = await answer.json();
      token = status.csrf; sync(status.left);
      if (!dirty()) only(null);
      if (status.state !== 'in_progress') { leave(form.dataset.last); return; }
      if (!dirty() && notice.conflict.hidden) notice.older.hidden = status.head.ref === base || !status.head.ref;
    } catch { /* the next look or save will tell */ }
  }

  form.addEventListener('input', changed);
  addEventListener('online', () => { wait = 1000; flush(); });
  addEventListener('offline', () => { only('offline'); show('off', box.dataset.kept); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) flush(); else { flush(); look(); } });
  addEventListener('beforeunload', (e) => { if (dirty() && !leaving) { keep(); e.preventDefault(); } });
  addEventListener('pagehide', () => { if (dirty()) keep(); });
  setInterval(() => { if (wait <= 1000) flush(); }, 5000);
  setInterval(look, 15000);

  const go = async (e, act) => {
    e.preventDefault();
    if (await flush()) { leaving = true; act(); } else if (stopped) notice.refused.focus?.(); else App.toast({ text: form.dataset.stay, tone: 'bad' });
  };
  document.querySelectorAll('[data-leave]').forEach((link) => link.addEventListener('click', (e) => {
    if (e.metaKey || e.ctrlKey || e.shiftKey || e.button) return;
    go(e, () => location.assign(link.href));
  }));
  form.addEventListener('submit', (e) => go(e, () => {
    const to = document.createElement('input');
    to.type = 'hidden'; to.name = e.submitter?.name || 'to'; to.value = e.submitter?.value || 'next';
    form.elements.csrf_token.value = token;
    form.append(to); form.submit();
  }));

  $('[data-take-other]')?.addEventListener('click', () => {
    if (!other) { leave(location.href); return; }
    write(other.text, other.data || {});
    base = other.ref; form.elements.base.value = base; acked = seq; other = null; notice.conflict.hidden = true;
    forget(key, seq); area?.focus();
  });
  $('[data-keep-mine]')?.addEventListener('click', () => {
    if (other) { base = other.ref; form.elements.base.value = base; }
    notice.conflict.hidden = true; changed(); flush(); area?.focus();
  });

  const flag = $('[data-flag]');
  flag?.addEventListener('click', async () => {
    const on = flag.getAttribute('aria-pressed') !== 'true';
    const body = new URLSearchParams({ on: on ? '1' : '0' });
    try {
      const answer = await fetch(flag.dataset.url, { method: 'POST', body, redirect: 'manual', headers: { 'X-CSRFToken': token } });
      if (!answer.ok) throw new Error(String(answer.status));
      flag.setAttribute('aria-pressed', String(on)); $('.qn.cur')?.classList.toggle('flg', on);
    } catch { App.toast({ text: form.dataset.stay, tone: 'bad' }); }
  });

  onOver = async () => { await flush(); if (!dirty()) leave(form.dataset.last); };
  if (timer) tick();
  count();
  if (!notice.conflict.hidden) { look(); }
  bringBack();
})();
