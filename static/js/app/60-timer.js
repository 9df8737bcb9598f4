// How long an interview has run, beside how long it was planned: a bar and words, no alarm. The server's clock
// counts: the page measures only what has gone by since it was made.
setInterval(() => document.querySelectorAll('[data-timer]').forEach((box) => {
  const made = box._made ??= { at: performance.now(), now: box.dataset.now };
  if (made.now !== box.dataset.now) { made.at = performance.now(); made.now = box.dataset.now; }
  const gone = Math.floor((Date.parse(made.now) + performance.now() - made.at - Date.parse(box.dataset.timer)) / 60000);
  const length = Number(box.dataset.minutes), over = gone > length;
  box.classList.toggle('is-over', over);
  const text = (over ? box.dataset.over : box.dataset.words).replace('{gone}', gone).replace('{length}', length);
  const shown = box.querySelector('[data-timer-text]');
  if (shown.textContent !== text) shown.textContent = text;
  box.querySelector('.fg').setAttribute('width', Math.min(100, (100 * gone) / length).toFixed(1));
}), 5000);
