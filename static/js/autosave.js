// Autosave: <form data-autosave="/address" data-key="…" data-seq="4">. 1.5 s after typing stops and every 5 s;
// a copy on this device at each change; "Saved" only after the server's receipt; back-off to 30 s; retry when online.
// The server takes PUT {seq, fields: {name: value}} and answers {saved: true, seq, at}. A higher seq wins.
(() => {
  const form = document.querySelector('form[data-autosave]'); if (!form) return;
  const box = document.querySelector('[data-save]'), out = box.querySelector('[data-save-text]'), offline = document.querySelector('[data-offline]');
  const key = `autosave:${form.dataset.key}`;
  const skipped = new Set(['csrf_token']);
  let seq = Number(form.dataset.seq || 0), savedSeq = seq, busy = false, wait = 2000, timer, closed = false;

  const read = () => {
    const fields = {};
    for (const [name, value] of new FormData(form)) if (!skipped.has(name) && typeof value === 'string') fields[name] = name in fields ? [].concat(fields[name], value) : value;
    return fields;
  };
  const write = (fields) => {
    for (const el of form.elements) {
      if (!el.name || skipped.has(el.name) || el.type === 'hidden' || el.type === 'file') continue;
      const value = fields[el.name];
      if (el.type === 'radio' || el.type === 'checkbox') el.checked = [].concat(value ?? []).includes(el.value);
      else if (value !== undefined) el.value = value;
    }
  };
  const show = (state, text) => {
    box.dataset.state = state;
    if (out.textContent !== text) out.textContent = text;
    box.querySelector('[data-save-icon=ok]').hidden = state === 'off';
    box.querySelector('[data-save-icon=off]').hidden = state !== 'off';
    if (offline) offline.hidden = state !== 'off';
  };
  const keep = () => { try { localStorage.setItem(key, JSON.stringify({ seq, fields: read(), at: Date.now() })); } catch { /* full or off */ } };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* off */ } };
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

  // Signed out, submitted elsewhere, an old page: the server's page says it better, but not in a circle.
  const again = () => {
    try {
      if (Date.now() - Number(sessionStorage.getItem(key) || 0) < 60000) return false;
      sessionStorage.setItem(key, Date.now());
      return true;
    } catch { return false; }
  };

  async function flush() {
    clearTimeout(timer);
    if (busy || closed || seq === savedSeq) return;
    busy = true;
    const sending = seq, slow = setTimeout(() => show('busy', box.dataset.saving), 300);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: 'PUT', headers: { 'Content-Type': 'application/json', 'X-CSRFToken': App.csrf(), 'HX-Request': 'true' },
        body: JSON.stringify({ seq: sending, fields: read() }), signal: AbortSignal.timeout(8000),
      });
      if ([400, 401, 404, 409].includes(answer.status) && again()) { clearTimeout(slow); closed = true; location.reload(); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const receipt = await answer.json();
      savedSeq = sending; wait = 2000;
      if (seq === savedSeq) forget();
      clearTimeout(slow);
      show('ok', box.dataset.saved.replace('{time}', clock(receipt.at || Date.now())));
      dispatchEvent(new CustomEvent('app:saved', { detail: receipt }));
    } catch {
      clearTimeout(slow);
      wait = Math.min(wait * 2, 30000);
      show('off', box.dataset.kept);
    } finally { busy = false; }
    if (seq !== savedSeq) timer = setTimeout(flush, wait);
  }
  const changed = () => { seq += 1; keep(); clearTimeout(timer); timer = setTimeout(flush, 1500); };

  try {   // what this device kept and the server never received comes back
    const kept = JSON.parse(localStorage.getItem(key) || 'null');
    if (kept && kept.seq > seq) { write(kept.fields); seq = kept.seq; if (form.dataset.restored) App.toast({ text: form.dataset.restored }); flush(); } else if (kept) forget();
  } catch { /* off */ }

  form.addEventListener('input', changed);
  form.addEventListener('change', (e) => { if (!e.target.matches('textarea, input:not([type=radio], [type=checkbox])')) changed(); });
  addEventListener('online', flush);
  addEventListener('offline', () => show('off', box.dataset.kept));
  document.addEventListener('visibilitychange', () => { if (document.hidden) flush(); });
  addEventListener('beforeunload', (e) => { if (seq !== savedSeq && !closed) { keep(); if (box.dataset.state === 'off') e.preventDefault(); } });
  setInterval(() => { if (box.dataset.state !== 'off') flush(); }, 5000);
  // Leaving by a button of the form or a link sends first what is unsent; the form posts its values in any case.
  form.addEventListener('submit', () => { keep(); closed = true; });

  const count = document.querySelector('[data-words]'), area = form.querySelector('textarea');
  const words = () => { if (count && area) count.textContent = area.value.trim().split(/\s+/).filter(Boolean).length; };
  form.addEventListener('input', words); words();
})();
