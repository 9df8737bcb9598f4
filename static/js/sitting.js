// A running written test: the clock, one question that saves itself (answers.js), and the page before handing in.
// "Saved" is shown only for what the server has confirmed; the server keeps every text and tells the older tab or device.
(() => {
  const $ = (selector) => document.querySelector(selector);
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

  // The countdown trusts the server's seconds and the browser's steady clock, never the device's time of day.
  const timer = $('[data-sitting-timer]'), MARKS = [600, 300, 60];
  let end = timer ? performance.now() + Number(timer.dataset.left) * 1000 : null, frozen = null, over = false, onOver = () => {}, onMoved = () => {};
  const remaining = () => (frozen !== null ? frozen : (end - performance.now()) / 1000);
  const told = new Set(timer ? MARKS.filter((mark) => Number(timer.dataset.left) < mark) : []);
  function sync({ left, paused }) {
    if (!timer || left === null || left === undefined) return;
    const moved = Math.abs(left - remaining()) > 2, turned = Boolean(paused) !== (frozen !== null);
    end = performance.now() + left * 1000; frozen = paused ? left : null;
    for (const mark of [...told]) if (left > mark + 5) told.delete(mark);   // somebody gave more time
    if (left > 0) over = false;
    if (moved || turned) onMoved(turned);
  }
  function tick() {
    const left = Math.max(0, Math.ceil(remaining())), hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60;
    const two = (n) => String(n).padStart(2, '0'), out = timer.querySelector('[data-timer-text]');
    const words = hours ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
    if (out.textContent !== words) out.textContent = words;
    timer.classList.toggle('is-low', left <= 300); timer.classList.toggle('is-paused', frozen !== null);
    for (const mark of MARKS) if (left <= mark && !told.has(mark)) { told.add(mark); if (left > mark - 30) App.say(mark === 60 ? timer.dataset.announceOne : timer.dataset.announce.replace('{minutes}', mark / 60)); }
    if (left === 0 && !over && frozen === null) { over = true; App.say(timer.dataset.over); onOver(); }
    setTimeout(tick, 500);
  }

  // What a trainer does to the time is said at once, in their words.
  const news = $('[data-news]');
  let seen = news ? Number(news.dataset.seen) : 0;
  async function tell() {
    if (!news) return;
    try {
      const answer = await fetch(news.dataset.news, { headers: { Accept: 'application/json', 'HX-Request': 'true' }, redirect: 'manual', cache: 'no-store' });
      if (!answer.ok) return;
      const found = await answer.json(), words = found.paused || (found.changes.length > seen ? found.changes.at(-1) : '');
      seen = found.changes.length;
      news.classList.toggle('is-warn', Boolean(found.paused));
      if (words && !news.textContent.includes(words)) { news.querySelector('[data-news-text]').textContent = words; App.say(words); }
      news.hidden = !news.querySelector('[data-news-text]').textContent || !words;
      if (frozen !== null && timer) { frozen = found.left; end = performance.now() + found.left * 1000; }
    } catch { /* the next look will tell */ }
  }

  const form = $('[data-sitting]');
  if (!form) { before(); return; }

  const last = form.dataset.last, box = $('[data-save]'), out = $('[data-save-text]'), area = form.querySelector('textarea');
  const notice = { offline: $('[data-offline]'), busy: $('[data-busy]'), session: $('[data-session]'), other: $('[data-other]'), refused: $('[data-refused]') };
  const older = $('[data-older]'), clash = $('[data-conflict]');
  let leaving = false, other = null, outside = false, heard = 0;

  const show = (state, words) => {
    box.dataset.state = state;
    if (out.textContent !== words) out.textContent = words;
    box.querySelector('[data-save-icon=ok]').hidden = state === 'off';
    box.querySelector('[data-save-icon=off]').hidden = state !== 'off';
  };
  const only = (name) => { for (const [key, node] of Object.entries(notice)) node.hidden = key !== name; };
  const leave = (where) => { leaving = true; location.assign(where); };
  const keptWords = () => (answer.kept ? box.dataset.kept : box.dataset.unsaved);
  const says = (state) => {
    if (state === 'busy') show('busy', box.dataset.saving);
    else if (box.dataset.state !== 'off') show('busy', keptWords());
    count();
  };

  function conflict(head) {
    other = head;
    const quote = $('[data-conflict-text]');
    quote.replaceChildren();
    if (area) for (const line of (head.text || '–').split('\n')) { const p = document.createElement('p'); p.textContent = line; quote.append(p); }
    quote.hidden = !area;   // choices are easier to see in the form than as codes
    clash.hidden = false; older.hidden = true;
  }

  function receipt(got) {
    heard = performance.now();
    sync(got);
    only(null);
    if (got.late) {
      show('off', got.paused ? box.dataset.kept : box.dataset.late);
      if (got.state !== 'in_progress') leave(last); else outside = true;   // sent anew when the clock runs again
      return;
    }
    if (got.counts) { other = null; clash.hidden = true; older.hidden = true; } else if (got.head) conflict(got.head);
    show('ok', box.dataset.saved.replace('{time}', clock(got.at)));
    $('.qn.cur')?.classList.toggle('done', Answers.read(form).some(([, value]) => value.trim()));
    const tally = $('[data-answered]');
    if (tally) tally.textContent = tally.dataset.answered.replace('{done}', document.querySelectorAll('a.qn.done').length);
  }

  function problem(trouble) {
    only(trouble.kind);
    if (trouble.kind === 'refused') {
      const words = trouble.words || (trouble.code === 'text_too_long' ? form.dataset.tooLong : '');
      notice.refused.querySelector('[data-refused-text]').textContent = words;
    }
    show('off', keptWords());
  }

  const answer = Answers.autosave(form, { show: says, receipt, problem, hurry: () => timer && remaining() < 20 });

  const words = $('[data-words]'), most = Number(area?.getAttribute('maxlength') || 0);
  area?.removeAttribute('maxlength');   // a browser cuts a long paste without a word; here it is said, and nothing is cut
  function count() {
    const twice = form.querySelector('[data-twice]');
    if (twice) {
      const places = [...form.querySelectorAll('select')].map((one) => one.value).filter(Boolean);
      twice.hidden = new Set(places).size === places.length;
    }
    if (!words || !area) return;
    words.textContent = area.value.trim().split(/\s+/).filter(Boolean).length;
    const long = form.querySelector('[data-over]'), length = [...area.value.trim()].length;
    if (long) { long.hidden = length <= most; long.textContent = long.dataset.over.replace('{over}', length - most); }
  }

  // What earlier pages kept and the server never confirmed is sent under its own name first.
  async function bringBack() {
    for (const kept of Answers.copies(form.dataset.item)) {
      if (kept.client === answer.client) continue;
      try {
        const got = await Answers.send(kept.url, { client: kept.client, seq: kept.seq, base: kept.base, fields: kept.fields });
        Answers.drop(kept.key, kept.seq);
        sync(got);
        if (answer.seq) continue;   // somebody is typing here already: that text goes its own way
        if (got.late && !got.paused && got.left > 0 && got.state === 'in_progress') {   // it came while the clock stood still
          Answers.fill(form, kept.fields); answer.setBase(kept.base); answer.changed(); continue;
        }
        if (got.late) { show('off', box.dataset.late); continue; }
        if (!got.repeated || got.counts) Answers.fill(form, kept.fields);
        if (!got.repeated) App.toast({ text: form.dataset.restored });
        if (got.counts) { answer.setBase(got.ref); show('ok', box.dataset.saved.replace('{time}', clock(got.at))); } else if (!got.repeated && got.head) conflict(got.head);
      } catch (trouble) {
        if (!trouble.kind) throw trouble;
        if (!answer.seq) { Answers.fill(form, kept.fields); answer.setBase(kept.base); answer.seq += 1; }   // still cut off: go on with what was kept
        answer.failed(trouble);
        setTimeout(answer.flush, 2000);
        return;
      }
    }
    count();
    Answers.sendAll((kept) => kept.item !== form.dataset.item);   // other questions, left on this device
  }

  async function look(always = false) {   // the clock, a pause, more time, another device
    if (!always && (document.hidden || leaving || performance.now() - heard < 4000)) return;
    try {
      const status = await Answers.status(form.dataset.sitting);
      sync(status);
      if (status.state !== 'in_progress') { await answer.flush(); leave(last); return; }
      if (outside && !status.paused && status.left > 0) { outside = false; answer.changed(); answer.hurry(); }
      if (!answer.dirty()) { only(null); if (clash.hidden) older.hidden = status.head.ref === answer.base || !status.head.ref; }
    } catch (trouble) { if (['session', 'other'].includes(trouble.kind)) only(trouble.kind); }
  }

  onMoved = (turned) => {
    if (turned) { form.inert = frozen !== null; box.classList.toggle('is-paused', frozen !== null); if (frozen === null) { look(true); area?.focus(); } }
    tell();
  };
  onOver = async () => { await answer.flush(); await look(true); if (remaining() <= 0 && frozen === null && !answer.dirty()) leave(last); };
  addEventListener('offline', () => { only('offline'); show('off', keptWords()); });
  addEventListener('beforeunload', (e) => { if (answer.dirty() && !leaving) { answer.keep(); e.preventDefault(); } });
  addEventListener('pageshow', (e) => { if (e.persisted) { leaving = false; answer.flush(); look(true); } });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(true); });
  setInterval(look, 5000);

  const go = async (e, act) => {
    e.preventDefault();
    if (form.inert) return;
    if (await answer.flush()) { leaving = true; act(); } else if (answer.stopped) notice.refused.focus(); else App.toast({ text: form.dataset.stay, tone: 'bad' });
  };
  document.querySelectorAll('[data-leave]').forEach((link) => link.addEventListener('click', (e) => {
    if (e.metaKey || e.ctrlKey || e.shiftKey || e.button) return;
    go(e, () => location.assign(link.href));
  }));
  form.addEventListener('submit', (e) => {   // everything is at the server: only the way on is left
    const to = e.submitter?.value === 'previous' ? form.dataset.previous : form.dataset.next;
    go(e, () => location.assign(to));
  });

  $('[data-take-other]')?.addEventListener('click', () => {
    if (!other) { leave(location.href); return; }
    Answers.write(form, other.text, other.data || {});
    answer.setBase(other.ref); answer.forget(); answer.acked = answer.seq; other = null; clash.hidden = true;
    count(); area?.focus();
  });
  $('[data-keep-mine]')?.addEventListener('click', () => {
    if (other) answer.setBase(other.ref);
    clash.hidden = true; answer.changed(); answer.flush(); area?.focus();
  });

  const flag = $('[data-flag]');
  flag?.addEventListener('click', async () => {
    const on = flag.getAttribute('aria-pressed') !== 'true';
    try {
      const done = await fetch(flag.dataset.url, { method: 'POST', body: new URLSearchParams({ on: on ? '1' : '0' }), redirect: 'manual', headers: { 'X-CSRFToken': App.csrf() } });
      if (!done.ok) throw new Error(String(done.status));
      flag.setAttribute('aria-pressed', String(on)); $('.qn.cur')?.classList.toggle('flg', on);
    } catch { App.toast({ text: form.dataset.stay, tone: 'bad' }); }
  });

  // Where the test says that it notes leaving the page: only that, never keys, pasting or other windows.
  if (form.dataset.presence) {
    const note = (kind) => { if (!leaving) fetch(form.dataset.presence, { method: 'POST', keepalive: true, redirect: 'manual', body: new URLSearchParams({ kind }), headers: { 'X-CSRFToken': App.csrf() } }).catch(() => {}); };
    document.addEventListener('visibilitychange', () => note(document.hidden ? 'left' : 'back'));
    note('back');
  }

  if (timer) { frozen = timer.dataset.paused ? Number(timer.dataset.left) : null; form.inert = frozen !== null; tick(); }
  if (frozen !== null) tell();
  count();
  if (!clash.hidden) look(true);
  bringBack();

  // Before handing in: what is still only on this device is sent from here.
  function before() {
    const unsent = $('[data-unsent]'), hand = $('#hand-in');
    onOver = () => location.assign($('[data-over-url]').dataset.overUrl);
    onMoved = () => tell();
    if (timer) { frozen = timer.dataset.paused ? Number(timer.dataset.left) : null; tick(); }
    if (frozen !== null) tell();
    if (!unsent) return;
    const rows = new Map([...document.querySelectorAll('[data-item-row]')].map((row) => [row.dataset.itemRow, row]));
    const here = (kept) => rows.has(kept.item);
    async function bring() {
      const { receipts, left, failed } = await Answers.sendAll(here);
      for (const got of receipts) {
        sync(got);
        const row = rows.get(got.item), yes = row.querySelector('[data-row-yes]');
        if (got.counts && got.answered && yes) { yes.hidden = false; row.querySelector('[data-row-no]').hidden = true; }
        if (!got.counts) row.querySelector('[data-row-two]').hidden = false;
      }
      if (receipts.length) App.say(unsent.dataset.unsent);
      unsent.hidden = !left.length;
      return !failed;
    }
    if (Answers.copies().some(here)) { unsent.hidden = false; bring(); }
    addEventListener('online', bring);
    hand?.addEventListener('submit', async (e) => {
      if (!Answers.copies().some(here)) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      if (await bring()) hand.requestSubmit(); else unsent.focus();
    }, true);
    setInterval(async () => {
      const item = rows.keys().next().value;
      if (document.hidden || !item) return;
      try { sync(await Answers.status(hand.dataset.status)); } catch { /* the next one */ }
    }, 5000);
  }
})();
