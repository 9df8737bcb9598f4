// Forms: one submit per click, the problem box takes the focus.
(() => {
  const focusProblem = () => {
    const box = document.querySelector('[data-autofocus]');
    if (box) { box.focus(); box.scrollIntoView({ block: 'nearest' }); }
  };
  focusProblem();
  document.addEventListener('htmx:after:swap', focusProblem);

  // A second click within the same form is harmless; the page coming back from the cache is fresh again.
  document.addEventListener('submit', (e) => {
    const form = e.target;
    if (form.method !== 'post' || e.defaultPrevented || form.matches('[hx-post], [data-again]')) return;
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = '1';
    setTimeout(() => form.querySelectorAll('button:not([type=button])').forEach((b) => b.setAttribute('aria-disabled', 'true')));
  });
  addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll('[aria-disabled]').forEach((b) => b.removeAttribute('aria-disabled'));
  }));

  // Selects that filter a page send their form at once.
  document.addEventListener('change', (e) => { if (e.target.matches('[data-autosubmit]')) e.target.form.requestSubmit(); });

  // A sending button says how many are ticked; its words for every number come from the server.
  const told = (form) => form?.querySelectorAll('[data-ticked]').forEach((label) => {
    label.textContent = JSON.parse(label.dataset.ticked)[form.querySelectorAll('tbody :checked:not(option)').length];
  });
  document.addEventListener('change', (e) => { if (e.target.matches('[type=checkbox]')) told(e.target.form); });
  addEventListener('pageshow', () => document.querySelectorAll('[data-ticked]').forEach((label) => told(label.closest('form'))));

  // Bulk bars count what is ticked.
  const count = () => document.querySelectorAll('[data-bulk]').forEach((bar) => {
    const picked = document.querySelectorAll(`input[form="${bar.id}"]:checked`).length;
    bar.classList.toggle('is-on', picked > 0);
    bar.querySelector('[data-bulk-count]').textContent = picked;
  });
  document.addEventListener('change', (e) => {
    if (e.target.matches('[data-bulk-all]')) document.querySelectorAll(`input[form="${e.target.dataset.bulkAll}"]`).forEach((box) => { box.checked = e.target.checked; });
    if (e.target.matches('input[type=checkbox]')) count();
  });
  document.addEventListener('htmx:after:swap', count);
  count();
})();
