import { useEffect, useState } from "preact/hooks";
import "./qr-code.css";

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** A QR code, dark on light in every theme, as scanners want it; its encoder is loaded when first needed. */
export function QrCode({ text, label }: QrCodeProps) {
  const [drawing, setDrawing] = useState<Drawing>();
  useEffect(() => {
    let current = true;
    draw(text).then(
      (drawn) => current && setDrawing(drawn),
      () => current && setDrawing(undefined),
    );
    return () => {
      current = false;
    };
  }, [text]);
  if (drawing === undefined) return <div class="qr-code" />;
  return (
    <svg class="qr-code" role="img" aria-label={label} viewBox={`0 0 ${drawing.size} ${drawing.size}`} shape-rendering="crispEdges">
      <path d={drawing.path} />
    </svg>
  );
}

interface Drawing {
  readonly size: number;
  readonly path: string;
}

async function draw(text: string): Promise<Drawing> {
  const { encode } = await import("uqr");
  const { data, size } = encode(text, { ecc: "M", border: 2 });
  const cells = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: cells.join("") };
}
