// Line and bar charts of report pages: <canvas data-chart data-src="/….json">, always beside a table.
// The address answers {type: "line"|"bar", labels: [...], series: [{label, data, tone: "main"|"alt"|"faint", dashed}]}.
(async () => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  for (const canvas of document.querySelectorAll('canvas[data-chart]')) {
    const answer = await fetch(canvas.dataset.src); if (!answer.ok) continue;
    const told = await answer.json();
    let chart;
    const draw = () => {
      chart?.destroy();
      Chart.defaults.font.family = getComputedStyle(document.body).fontFamily; Chart.defaults.color = css('--ink-2');
      chart = new Chart(canvas, {
        type: told.type || 'line',
        data: { labels: told.labels, datasets: told.series.map((s) => ({ label: s.label, data: s.data, borderColor: css(`--c-${s.tone || 'main'}`), backgroundColor: css(`--c-${s.tone || 'main'}`), borderWidth: 2, borderDash: s.dashed ? [5, 4] : [], pointRadius: s.dashed ? 0 : 3, cubicInterpolationMode: 'monotone', borderRadius: 4 })) },
        options: {
          maintainAspectRatio: false, animation: still ? false : { duration: 350 }, interaction: { mode: 'index', intersect: false },
          scales: { x: { grid: { display: false }, border: { color: css('--line') } }, y: { beginAtZero: true, grid: { color: css('--line') }, border: { display: false }, ticks: { maxTicksLimit: 6 } } },
          plugins: { legend: { align: 'start', labels: { usePointStyle: true, pointStyle: 'line', boxWidth: 24, padding: 16 } } },
        },
      });
    };
    draw(); addEventListener('app:theme', draw);
  }
  document.documentElement.dataset.charts = 'ready';
})();
