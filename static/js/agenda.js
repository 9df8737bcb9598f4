// The agenda of a running group session: which part is on, and how many minutes are left of it.
(() => {
  const list = document.querySelector('[data-agenda]');
  if (!list) return;
  const parts = [...list.querySelectorAll('[data-from]')].map((el) => ({ el, from: Date.parse(el.dataset.from), until: Date.parse(el.dataset.until), left: el.querySelector('[data-agenda-left]') }));
  let told = null;
  const tick = () => {
    const now = Date.now();
    for (const part of parts) {
      const on = part.from <= now && now < part.until;
      part.el.classList.toggle('is-now', on);
      if (on) part.el.setAttribute('aria-current', 'step'); else part.el.removeAttribute('aria-current');
      const seconds = Math.ceil((part.until - now) / 1000), words = on ? list.dataset.left.replace('{left}', `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`) : '';
      if (part.left.textContent !== words) part.left.textContent = words;
      if (on && seconds <= 60 && told !== part) { told = part; App.say(words); }
    }
    setTimeout(tick, 1000);
  };
  tick();
})();
