// The row of buttons above an open viewer. A button says what it does in data-do, or which mode it chooses in data-mode.

/** actions: {name: function(button)}; modes(name) when a mode is chosen. Returns {show, hide}. */
export function toolbar(row, actions, modes = () => {}) {
  const onClick = event => {
    const pressed = event.target.closest('button');
    if (!pressed) return;
    if (pressed.dataset.mode) {
      choose(row, pressed.dataset.mode);
      modes(pressed.dataset.mode);
    }
    actions[pressed.dataset.do]?.(pressed);
  };
  row.addEventListener('click', onClick);
  row.hidden = false;
  return { hide() { row.hidden = true; row.removeEventListener('click', onClick); } };
}

export function choose(row, mode) {
  row.querySelectorAll('[data-mode]').forEach(each => each.setAttribute('aria-pressed', String(each.dataset.mode === mode)));
}

export const press = (button, on) => button?.setAttribute('aria-pressed', String(on));
