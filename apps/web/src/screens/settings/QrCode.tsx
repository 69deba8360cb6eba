import { encode } from 'uqr';

/** Dark on light in both themes, since cameras want it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} width={180} height={180} shapeRendering="crispEdges" style={{ borderRadius: 8, background: '#ffffff' }}>
      <path d={path} fill="#000000" />
    </svg>
  );
}
