interface PageHeaderOptions {
  /** Origins beyond the page's own that its scripts may reach: the `ws:` or `wss:` origin of the signal service. */
  readonly connectSrc?: readonly string[];
  /** Whether the page is served over TLS; adds HSTS. */
  readonly https?: boolean;
  /** Who may frame the page; nobody unless told. */
  readonly frameAncestors?: readonly string[];
}

const allowedFeatures = [
  "camera",
  "microphone",
  "display-capture",
  "speaker-selection",
  "screen-wake-lock",
  "fullscreen",
  "autoplay",
  "picture-in-picture",
  "clipboard-write",
];
const refusedFeatures = ["geolocation", "usb", "serial", "hid", "midi", "payment"];

const permissionsPolicy = [
  ...allowedFeatures.map((feature) => `${feature}=(self)`),
  ...refusedFeatures.map((feature) => `${feature}=()`),
].join(", ");

/** The exact security headers of every HTML page; the pages themselves hold no inline script or style. */
export function pageHeaders({ connectSrc = [], https = false, frameAncestors = [] }: PageHeaderOptions = {}): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(connectSrc, frameAncestors),
    "Permissions-Policy": permissionsPolicy,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    ...(https ? { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" } : {}),
  };
}

function contentSecurityPolicy(connectSrc: readonly string[], frameAncestors: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self' blob: mediastream:",
    "font-src 'self'",
    ["connect-src 'self'", ...connectSrc].join(" "),
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : frameAncestors.join(" ")}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}
