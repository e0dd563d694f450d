// How many points are downloaded, kept and drawn. The file may hold a thousand times as many.
import { isPhone } from '../device.js';

const PHONE = 500_000, DESK = 2_000_000;
const KEPT = 1.3; // nodes out of sight stay in memory until this share of the budget

/** host: its data-budget, when set, is a lower limit for this one cloud. */
export function budgetOf(host) {
  const most = isPhone() ? PHONE : DESK;
  const drawn = Math.min(most, Number(host.dataset.budget) || most);
  return { drawn, kept: drawn * KEPT, workers: isPhone() ? 2 : 3 };
}
