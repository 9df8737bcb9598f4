// Answers on their way to the server. What somebody writes is kept on this device at once and stays there until the
// server's receipt; a copy carries its owner's mark, and pages of anybody else neither send nor show it.
window.Answers = (() => {
  const PREFIX = 'recruit.answer.', KEPT_DAYS = 60;
  const mine = document.querySelector('[data-answers-of]')?.dataset.answersOf || '';
  const name = (item, client) => `${PREFIX}${mine}.${item}.${client}`;
  let token = App.csrf();

  // Every page load is a client of its own: made here, so that a restored or duplicated page is never the same one.
  const newClient = () => [...crypto.getRandomValues(new Uint8Array(9))].map((n) => 'abcdefghijkmnpqrstuvwxyz23456789'[n % 32]).join('');

  function copies(item) {
    const found = [];
    if (!mine) return found;
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const key = localStorage.key(i);
        if (!key.startsWith(`${PREFIX}${mine}.${item ? `${item}.` : ''}`)) continue;
        try {
          const kept = JSON.parse(localStorage.getItem(key));
          if (kept && kept.url && Array.isArray(kept.fields)) found.push({ ...kept, key, item: key.split('.')[3] });
        } catch { /* not one of ours */ }
      }
    } catch { /* storage is off */ }
    return found.sort((a, b) => a.at - b.at);
  }
  function keep(item, copy) {
    try { localStorage.setItem(name(item, copy.client), JSON.stringify({ ...copy, at: Date.now() })); return true; } catch { return false; }
  }
  function drop(key, upTo) {   // only what was confirmed: a tab that is still open may have written on
    try { const kept = JSON.parse(localStorage.getItem(key) || 'null'); if (kept && kept.seq <= upTo) localStorage.removeItem(key); } catch { /* off */ }
  }
  try {   // what nobody came back for
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && Date.now() - (JSON.parse(localStorage.getItem(key))?.at || 0) > KEPT_DAYS * 864e5) localStorage.removeItem(key);
    }
  } catch { /* off */ }

  function ask(url, method, body, more = {}) {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), 20000);
    return fetch(url, {
      method, redirect: 'manual', signal: stop.signal, cache: 'no-store', ...more,
      headers: { Accept: 'application/json', 'HX-Request': 'true', 'X-CSRFToken': token, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).finally(() => clearTimeout(timer));
  }
  const problem = (kind, more = {}) => Object.assign(new Error(kind), { kind, ...more });
  async function json(answer) {   // a proxy may answer 200 with a page of its own
    try { return await answer.json(); } catch { throw problem('busy'); }
  }
  function judge(answer) {
    if (answer.type === 'opaqueredirect' || answer.status === 401) throw problem('session');
    if (answer.status === 404) throw problem('other');   // somebody else is signed in here
    if (answer.status === 429 || answer.status >= 500) throw problem('busy', { after: Number(answer.headers.get('Retry-After')) || 0 });
  }

  // Returns the receipt, or throws offline, busy, session, other or refused.
  async function send(url, draft, again = true) {
    let answer;
    try { answer = await ask(url, 'PUT', draft); } catch { throw problem('offline'); }
    judge(answer);
    if (answer.status === 400 && again) { await status(url); return send(url, draft, false); }   // a new session has a new form token
    if (!answer.ok) {
      const told = answer.status === 413 ? { error: 'text_too_long' } : await answer.json().catch(() => ({}));
      throw problem('refused', { words: told.message, code: told.error });
    }
    const receipt = await json(answer);
    if (receipt.saved !== true || !receipt.ref) throw problem('busy');
    return receipt;
  }
  async function status(url) {
    let answer;
    try { answer = await ask(url, 'GET'); } catch { throw problem('offline'); }
    judge(answer);
    if (!answer.ok) throw problem('busy');
    const found = await json(answer);
    if (found.csrf) token = found.csrf;
    return found;
  }
  // The last words of a page that goes away. Browsers carry up to 64 KB; the copy on the device stays in any case.
  function sendAway(url, draft) {
    try { if (JSON.stringify(draft).length < 20000) ask(url, 'PUT', draft, { keepalive: true }).catch(() => {}); } catch { /* the copy stays */ }
  }

  // Sends everything of mine that was never confirmed, oldest first. Returns what is left and the receipts by question.
  async function sendAll(wanted = () => true) {
    const receipts = [];
    for (const kept of copies()) {
      if (!wanted(kept)) continue;
      try {
        const receipt = await send(kept.url, { client: kept.client, seq: kept.seq, base: kept.base, fields: kept.fields });
        drop(kept.key, kept.seq);
        receipts.push({ ...receipt, item: kept.item, answered: kept.fields.some(([, value]) => value.trim()) });
      } catch (failed) {
        if (failed.kind === 'refused' || failed.kind === 'other') continue;
        return { receipts, left: copies().filter(wanted), failed };
      }
    }
    return { receipts, left: copies().filter(wanted) };
  }

  const skipped = new Set(['csrf_token', 'client', 'base', 'to']);
  const read = (form) => [...new FormData(form)].filter(([field, value]) => !skipped.has(field) && typeof value === 'string');
  function write(form, text, data) {
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
  }
  function fill(form, fields) {   // what a page itself once read
    const data = { choices: [], gaps: [], pairs: {}, places: {} }; let text = '';
    for (const [field, value] of fields) {
      const [group, part] = field.split('.');
      if (field === 'text') text = value;
      else if (field === 'choices') data.choices.push(value);
      else if (group === 'gaps') data.gaps[Number(part) - 1] = value;
      else if (part && data[group]) data[group][part] = value;
      else data[field] = value;
    }
    write(form, text, data);
  }

  // One form that saves itself: 1.5 s after typing stops, at the latest every 5 s. `on.show(state)`, `on.receipt(receipt)`
  // and `on.problem(problem)` tell the page; `on.hurry()` is true in the last seconds.
  function autosave(form, on) {
    const { item } = form.dataset, url = form.dataset.sitting;
    const self = { client: newClient(), base: form.dataset.base, seq: 0, acked: 0, stopped: false, kept: true };
    let busy = null, wait = 1000, later;
    const setBase = (ref) => { self.base = ref; if (form.elements.base) form.elements.base.value = ref; };
    const key = () => name(item, self.client);
    const draft = () => ({ client: self.client, seq: self.seq, base: self.base, fields: read(form) });
    self.setBase = setBase;
    self.dirty = () => self.seq !== self.acked;
    self.keep = () => { self.kept = keep(item, { ...draft(), url }); return self.kept; };
    self.forget = () => drop(key(), self.seq);
    self.failed = (trouble) => {
      if (trouble.kind === 'refused') self.stopped = true;   // until the text changes: the same text would be refused again
      self.keep();
      wait = Math.max(Math.min(wait * 2, 15000), Math.min(trouble.after || 0, 60) * 1000);
      on.problem(trouble);
    };
    async function once() {
      const sending = draft();
      const slow = setTimeout(() => on.show('busy'), 300);
      try {
        const receipt = await send(url, sending);
        clearTimeout(slow);
        self.acked = Math.max(self.acked, sending.seq);
        wait = 1000;
        if (receipt.ref !== `${sending.client}:${sending.seq}`) { drop(key(), sending.seq); self.client = newClient(); self.seq += 1; self.acked = self.seq; }   // the number was used: kept under another name
        if (receipt.counts) setBase(receipt.ref);
        if (!receipt.late || receipt.state !== 'in_progress') drop(key(), sending.seq);
        on.receipt(receipt);
      } catch (trouble) { clearTimeout(slow); if (!trouble.kind) throw trouble; self.failed(trouble); }
    }
    // One at a time; whoever asks meanwhile waits for the one under way, then sends the rest.
    self.flush = async () => {
      clearTimeout(later);
      while (busy) await busy;
      if (self.stopped || !self.dirty()) return !self.dirty();
      busy = once().finally(() => { busy = null; });
      await busy;
      if (self.dirty() && !self.stopped) later = setTimeout(self.flush, wait);
      return !self.dirty();
    };
    self.changed = () => {
      self.seq += 1; self.stopped = false;
      self.keep();
      on.show('typed');
      clearTimeout(later); later = setTimeout(self.flush, on.hurry?.() ? 250 : Math.max(1500, wait > 2000 ? wait : 0));
    };
    self.hurry = () => { wait = 1000; return self.flush(); };
    self.away = () => { if (self.dirty()) { self.keep(); sendAway(url, draft()); } };
    form.addEventListener('input', self.changed);
    addEventListener('online', self.hurry);
    document.addEventListener('visibilitychange', () => { if (document.hidden) self.away(); self.flush(); });
    addEventListener('pagehide', self.away);
    setInterval(() => { if (wait <= 1000) self.flush(); }, 5000);
    return self;
  }

  // "My tests" and a paper's own page send what was left behind.
  const box = document.querySelector('[data-outbox]');
  if (box && copies().length) sendAll().then(({ receipts }) => {
    if (receipts.length) App.toast({ text: receipts.some((one) => one.late) ? box.dataset.outboxLate : box.dataset.outbox });
  });

  return { copies, drop, send, status, sendAll, autosave, fill, write, read };
})();
