// What the visitor's device can hold. A finger means a phone or a tablet: half a million points, the light model.
export const isPhone = () => matchMedia('(pointer: coarse)').matches;
export const wantsLess = () => isPhone() || Boolean(navigator.connection?.saveData);
export const isStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
