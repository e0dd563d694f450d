// Density of the items in view, painted from the server's own clusters: one tone, the more the stronger.
const L = window.L;
const RADIUS = 30, MOST = 90; // pixels

export const Heat = L.Layer.extend({
  initialize(host) { this.host = host; this.points = []; },
  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', 'heat', map.getPane('heat'));
    this.repaint = () => this.paint();
    map.on('moveend resize', this.repaint);
    map.on('zoomstart', this.clear, this);
    document.addEventListener('theme', this.repaint);
    this.paint();
  },
  onRemove(map) {
    map.off('moveend resize', this.repaint);
    map.off('zoomstart', this.clear, this);
    document.removeEventListener('theme', this.repaint);
    this.canvas.remove();
  },
  set(points) { this.points = points; if (this._map) this.paint(); },
  clear() { this.canvas.width = 0; },
  paint() {
    const size = this._map.getSize(), ratio = Math.min(2, window.devicePixelRatio || 1);
    this.canvas.width = size.x * ratio;
    this.canvas.height = size.y * ratio;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this.canvas, this._map.containerPointToLayerPoint([0, 0]));
    const brush = this.canvas.getContext('2d');
    brush.scale(ratio, ratio);
    brush.fillStyle = getComputedStyle(this.host).getPropertyValue('--son').trim();
    const tone = brush.fillStyle; // as #rrggbb, to which a transparency can be written
    for (const { lat, lon, count } of this.points) {
      const { x, y } = this._map.latLngToContainerPoint([lat, lon]);
      const radius = Math.min(MOST, RADIUS + 12 * Math.log2(count)), strength = Math.min(0.75, 0.34 + 0.08 * Math.log2(count));
      if (x < -radius || y < -radius || x > size.x + radius || y > size.y + radius) continue;
      const spread = brush.createRadialGradient(x, y, 0, x, y, radius);
      brush.globalAlpha = strength;
      spread.addColorStop(0, tone);
      spread.addColorStop(1, `${tone}00`);
      brush.fillStyle = spread;
      brush.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
    }
    this.canvas.dataset.painted = this.points.length;
  },
});
