// Scorecards in draft: every change is kept on this device at once and sent 1.5 s after typing stops, at the latest every
// 5 s. "Saved" is shown only for what the server has confirmed; the copy on the device stays until then. A page says upon
// which draft it was built: the server refuses to write an older page over a newer one, and tells what it keeps.
(() => {
  const form = document.querySelector('[data-drafts]');
  if (!form) return;
  const { client, kit, owner } = form.dataset, PREFIX = `recruit.card.${owner}.`;  // who signs in next here has own drafts
  const box = document.querySelector('[data-save]'), out = box.querySelector('[data-save-text]');
  let token = App.csrf(), leaving = false;

  const show = (state, words) => {
    box.dataset.state = state;
    if (out.textContent !== words) out.textContent = words;
    box.querySelector('[data-save-icon=ok]').hidden = state === 'off';
    box.querySelector('[data-save-icon=off]').hidden = state !== 'off';
  };
  const signedOut = (answer) => answer.type === 'opaqueredirect' || answer.status === 401;
  const ask = (url, method, body) => fetch(url, {
    method, redirect: 'manual', signal: AbortSignal.timeout(8000), cache: 'no-store',
    headers: { Accept: 'application/json', 'HX-Request': 'true', 'X-CSRFToken': token, ...(body ? { 'Content-Type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

  class Card {
    constructor(block) {
      Object.assign(this, { block, url: block.dataset.draft, base: Number(block.dataset.base), seq: 0, acked: 0, wait: 1000, busy: null, stopped: false });
      this.key = `${PREFIX}${this.url}.`;
      this.notice = document.getElementById(block.dataset.conflict);
      block.addEventListener('input', () => this.changed());
      this.notice?.querySelector('[data-take-other]').addEventListener('click', () => this.takeOther());
      this.notice?.querySelector('[data-keep-mine]').addEventListener('click', () => this.keepMine());
    }
    controls() { return [...this.block.querySelectorAll('input, select, textarea')].filter((el) => el.name && el.type !== 'hidden'); }
    plain(name) { const end = this.block.dataset.suffix; return end && name.endsWith(end) ? name.slice(0, -end.length) : name.replace(/^mark_/, ''); }
    read() { return this.controls().filter((el) => el.type !== 'radio' || el.checked).map((el) => [el.name, el.value]); }
    write(fields) {
      const given = new Map(fields.map(([name, value]) => [this.plain(name), value]));
      for (const el of this.controls()) {
        const value = given.get(this.plain(el.name)) ?? '';
        if (el.type === 'radio') el.checked = el.value === value; else el.value = value;
      }
    }
    dirty() { return this.seq !== this.acked; }
    keep() { try { localStorage.setItem(this.key + client, JSON.stringify({ client, kit, seq: this.seq, base: this.base, fields: this.read(), at: Date.now() })); return true; } catch { return false; } }
    forget(name, upTo) { try { const kept = JSON.parse(localStorage.getItem(name) || 'null'); if (kept && kept.seq <= upTo) localStorage.removeItem(name); } catch { /* storage is off */ } }
    changed() {
      this.seq += 1; this.stopped = false;
      const kept = this.keep();
      if (box.dataset.state !== 'off') show('busy', kept ? box.dataset.kept : box.dataset.unsaved);
      clearTimeout(this.later); this.later = setTimeout(() => this.flush(), Math.max(1500, this.wait > 2000 ? this.wait : 0));
    }
    // Returns the receipt; throws 'offline', 'session', 'refused' or 'conflict'.
    async send(draft, again = true) {
      let answer;
      try { answer = await ask(this.url, 'PUT', draft); } catch { throw new Error('offline'); }
      if (signedOut(answer)) throw new Error('session');
      if (answer.status === 400 && again) {   // a new session has a new form token
        let fresh;
        try { fresh = await ask(this.url, 'GET'); } catch { throw new Error('offline'); }
        if (signedOut(fresh)) throw new Error('session');
        if (fresh.ok) { token = (await fresh.json()).csrf; return this.send(draft, false); }
      }
      if (answer.status >= 500 || answer.status === 429) throw new Error('offline');
      if (answer.ok) return answer.json();
      const problem = new Error(answer.status === 409 ? 'conflict' : 'refused');
      try { problem.told = await answer.json(); } catch { problem.told = {}; }
      throw problem;
    }
    failed(problem) {
      if (problem.message === 'conflict') { this.conflict(problem.told.head); return; }
      if (problem.message === 'refused') { this.stopped = true; show('off', problem.told.message || box.dataset.unsaved); return; }
      const kept = this.keep();
      show('off', problem.message === 'session' ? box.dataset.session : (kept ? box.dataset.kept : box.dataset.unsaved));
      this.wait = Math.min(this.wait * 2, 30000);
      clearTimeout(this.later); this.later = setTimeout(() => this.flush(), this.wait);
    }
    conflict(head) {
      this.other = head; this.stopped = true; this.keep();
      show('off', box.dataset.conflict);
      if (!this.notice) return;
      this.notice.querySelector('[data-conflict-at]').textContent = head.at;
      this.notice.hidden = false;
    }
    takeOther() {
      if (this.other) { this.write(this.other.fields); this.base = this.other.version; }
      this.acked = this.seq; this.stopped = false; this.notice.hidden = true; this.forget(this.key + client, this.seq);
      show('ok', this.other?.at ? box.dataset.saved.replace('{time}', this.other.at) : '');
    }
    keepMine() { if (this.other) this.base = this.other.version; this.notice.hidden = true; this.changed(); this.flush(); }
    async flush() {
      clearTimeout(this.later);
      if (this.busy) await this.busy;
      if (this.stopped || !this.dirty()) return !this.dirty();
      const sending = this.seq;
      this.busy = (async () => {
        const slow = setTimeout(() => show('busy', box.dataset.saving), 300);
        try {
          const receipt = await this.send({ client, kit, seq: sending, base: this.base, fields: this.read() });
          this.acked = Math.max(this.acked, sending); this.base = receipt.version; this.wait = 1000;
          this.forget(this.key + client, this.acked);
          clearTimeout(slow); show('ok', box.dataset.saved.replace('{time}', receipt.at));
        } catch (problem) { clearTimeout(slow); this.failed(problem); } finally { this.busy = null; }
      })();
      await this.busy;
      if (this.dirty() && !this.stopped) { clearTimeout(this.later); this.later = setTimeout(() => this.flush(), this.wait); }
      return !this.dirty();
    }
    // What an earlier page kept and the server never confirmed.
    async bringBack() {
      const found = [];
      try {
        for (let i = 0; i < localStorage.length; i += 1) {
          const name = localStorage.key(i);
          if (name.startsWith(this.key) && name !== this.key + client) found.push({ name, ...JSON.parse(localStorage.getItem(name)) });
        }
      } catch { return; }
      for (const kept of found.sort((a, b) => a.at - b.at)) {
        try {
          const receipt = await this.send({ client: kept.client, kit: kept.kit, seq: kept.seq, base: kept.base, fields: kept.fields });
          localStorage.removeItem(kept.name);
          if (this.seq) continue;   // somebody types here already: that text goes its own way
          this.write(kept.fields); this.base = receipt.version;
          App.toast({ text: form.dataset.restored }); show('ok', box.dataset.saved.replace('{time}', receipt.at));
        } catch (problem) {
          if (problem.message === 'refused') { localStorage.removeItem(kept.name); continue; }   // it is submitted
          if (!this.seq) { this.write(kept.fields); this.base = kept.base; this.seq += 1; }
          if (problem.message === 'conflict') localStorage.removeItem(kept.name);
          this.failed(problem);
          return;
        }
      }
    }
  }

  const cards = [...form.querySelectorAll('[data-draft]'), ...(form.matches('[data-draft]') ? [form] : [])].map((block) => new Card(block));
  const flush = () => Promise.all(cards.map((card) => card.flush()));
  addEventListener('online', () => { cards.forEach((card) => { card.wait = 1000; }); flush(); });
  addEventListener('offline', () => show('off', box.dataset.kept));
  document.addEventListener('visibilitychange', () => { if (document.hidden) flush(); });
  addEventListener('beforeunload', (e) => { if (!leaving && cards.some((card) => card.dirty())) { cards.forEach((card) => card.dirty() && card.keep()); e.preventDefault(); } });
  setInterval(() => cards.forEach((card) => { if (card.wait <= 1000) card.flush(); }), 5000);

  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    if (leaving) return;
    const name = e.submitter?.name, done = await flush();
    if (leaving) return;
    if (!done.every(Boolean)) { delete form.dataset.sent; App.toast({ text: form.dataset.stay, tone: 'bad' }); return; }
    for (const card of cards) {
      card.seq += 1; card.acked = card.seq;
      for (const [field, value] of [['seq', card.seq], ['base', card.base]]) {
        const input = form.elements[card.block.dataset.suffix ? field + card.block.dataset.suffix : field];
        if (input) input.value = value;
      }
    }
    const to = document.createElement('input');
    to.type = 'hidden'; to.name = name || 'draft'; to.value = '1';
    form.elements.csrf_token.value = token;
    leaving = true; form.append(to); HTMLFormElement.prototype.submit.call(form);
  });
  cards.forEach((card) => card.bringBack());
})();
