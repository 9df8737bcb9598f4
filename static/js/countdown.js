// Counts down what the server said is left; the device's own clock is not trusted. Announces 10, 5 and 1 minute.
(() => {
  document.querySelectorAll('[data-timer]').forEach((box) => {
    const out = box.querySelector('[data-timer-text]');
    const end = performance.now() + Number(box.dataset.left) * 1000;
    const told = new Set([600, 300, 60].filter((mark) => Number(box.dataset.left) < mark));
    const tick = () => {
      const left = Math.max(0, Math.round((end - performance.now()) / 1000));
      const hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60, two = (n) => String(n).padStart(2, '0');
      out.textContent = hours ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
      box.classList.toggle('is-low', left <= 300);
      for (const mark of [600, 300, 60]) if (left <= mark && !told.has(mark)) { told.add(mark); App.say(box.dataset.announce.replace('{minutes}', mark / 60)); }
      if (left > 0) { setTimeout(tick, 500); return; }
      App.say(box.dataset.over);
      const form = box.dataset.submit && document.getElementById(box.dataset.submit);
      if (form) form.requestSubmit();
    };
    tick();
  });
})();
