// The record of an oral test: every answer on the page saves itself (answers.js); the notes do so too.
(() => {
  const box = document.querySelector('[data-save]'), out = box.querySelector('[data-save-text]'), trouble = document.querySelector('[data-trouble]');
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const show = (state, words) => {
    box.dataset.state = state; out.textContent = words;
    box.querySelector('[data-save-icon=ok]').hidden = state === 'off';
    box.querySelector('[data-save-icon=off]').hidden = state !== 'off';
  };
  const saved = [...document.querySelectorAll('[data-oral]')].map((form) => {
    const answer = Answers.autosave(form, {
      show: () => { if (box.dataset.state !== 'off') show('busy', box.dataset.saving); },
      receipt: (got) => {
        if (!got.counts && got.head) { answer.setBase(got.head.ref); answer.changed(); return; }   // the examiner's newest words count
        trouble.hidden = true;
        if (saved.every((one) => !one.dirty())) show('ok', box.dataset.saved.replace('{time}', clock(got.at)));
      },
      problem: (found) => {
        show('off', answer.kept ? box.dataset.kept : box.dataset.unsaved);
        if (found.kind === 'refused') { trouble.querySelector('[data-trouble-text]').textContent = found.words || ''; trouble.hidden = false; }
      },
    });
    const words = form.querySelector('[data-words]'), area = form.querySelector('textarea');
    const count = () => { if (words) words.textContent = area.value.trim().split(/\s+/).filter(Boolean).length; };
    form.addEventListener('input', count); count();
    form.addEventListener('submit', (e) => { e.preventDefault(); answer.flush(); });
    for (const kept of Answers.copies(form.dataset.item)) {   // what a crash left on this device
      Answers.fill(form, kept.fields); Answers.drop(kept.key, kept.seq); answer.changed();
    }
    return answer;
  });
  const notes = document.querySelector('[data-notes]'), field = notes.elements.notes;
  let later, stored = field.value;
  const store = async () => {
    const value = field.value;
    if (value === stored) return true;
    try {
      const done = await fetch(notes.action, { method: 'POST', body: new URLSearchParams({ notes: value }), redirect: 'manual', keepalive: value.length < 15000, headers: { 'HX-Request': 'true', 'X-CSRFToken': App.csrf() } });
      if (!done.ok) throw new Error(String(done.status));
      stored = value; show('ok', box.dataset.saved.replace('{time}', clock(Date.now())));
      return true;
    } catch { show('off', box.dataset.unsaved); later = setTimeout(store, 5000); return false; }
  };
  field.addEventListener('input', () => { clearTimeout(later); later = setTimeout(store, 1500); });
  notes.addEventListener('submit', (e) => { e.preventDefault(); store(); });
  // Ending waits until everything is at the server.
  document.querySelectorAll('form[action$="/oral"]').forEach((form) => form.addEventListener('submit', async (e) => {
    if (saved.every((one) => !one.dirty()) && field.value === stored) return;
    e.preventDefault(); e.stopImmediatePropagation();
    const done = await Promise.all([...saved.map((one) => one.flush()), store()]);
    if (done.every(Boolean)) form.requestSubmit(); else App.toast({ text: box.dataset.unsaved, tone: 'bad' });
  }, true));
  addEventListener('beforeunload', (e) => { if (saved.some((one) => one.dirty()) || field.value !== stored) e.preventDefault(); });
})();
