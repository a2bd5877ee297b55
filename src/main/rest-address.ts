/** Where a Zeebe's REST API is: as told, else on the host of its gateway at Zeebe's default port. */
const DEFAULT_PORT = 8080;

/** `gateway`: host:port, or a URL. */
export function restAddressOf(gateway: string, told: string | undefined): string {
  if (told !== undefined) return told;
  const isUrl = /^[a-z][a-z\d+.-]*:\/\//iu.test(gateway);
  const { hostname, protocol } = new URL(isUrl ? gateway : `http://${gateway}`);
  const isSecure = ['https:', 'grpcs:'].includes(protocol);
  return `${isSecure ? 'https' : 'http'}://${hostname}:${String(DEFAULT_PORT)}`;
}
