// Full screen of one element: the browser's own where it has one, else the whole window (iPhone has none for elements).

/** button: pressed state and name follow. Returns {toggle, leave}; onChange(isFull) after each change. */
export function fullScreen(element, button, onChange = () => {}) {
  const native = Boolean(element.requestFullscreen && document.fullscreenEnabled);
  const isFull = () => (native ? document.fullscreenElement === element : element.classList.contains('fills'));
  const told = () => {
    button?.setAttribute('aria-pressed', String(isFull()));
    onChange(isFull());
  };
  const set = async full => {
    if (full === isFull()) return;
    if (native) {
      try { await (full ? element.requestFullscreen() : document.exitFullscreen()); } catch (error) { console.warn(error.message); }
      return;
    }
    element.classList.toggle('fills', full);
    document.documentElement.classList.toggle('no-scroll', full);
    told();
  };
  const onNative = () => told();
  if (native) document.addEventListener('fullscreenchange', onNative);
  return {
    isFull,
    toggle: () => set(!isFull()),
    async leave() {
      await set(false);
      document.removeEventListener('fullscreenchange', onNative);
    },
  };
}
