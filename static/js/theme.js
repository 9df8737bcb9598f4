// Loaded first and blocking, so that no page flashes in the wrong theme: the system's, or the remembered choice.
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const kept = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const apply = () => {
    const theme = kept() || (dark.matches ? 'dark' : 'light');
    document.documentElement.dataset.bsTheme = theme;
    document.querySelectorAll('[data-theme-toggle]').forEach((b) => b.setAttribute('aria-pressed', theme === 'dark'));
    dispatchEvent(new Event('app:theme'));
  };
  apply();
  dark.addEventListener('change', apply);
  addEventListener('DOMContentLoaded', apply);
  addEventListener('click', (e) => {
    if (!e.target.closest?.('[data-theme-toggle]')) return;
    const next = document.documentElement.dataset.bsTheme === 'dark' ? 'light' : 'dark';
    try {
      // Choosing what the system wants anyway means following the system again.
      if ((next === 'dark') === dark.matches) localStorage.removeItem('theme'); else localStorage.setItem('theme', next);
    } catch { /* storage is off: the choice lasts for this page */ }
    document.documentElement.dataset.bsTheme = next;
    document.querySelectorAll('[data-theme-toggle]').forEach((b) => b.setAttribute('aria-pressed', next === 'dark'));
    dispatchEvent(new Event('app:theme'));
  });
})();
