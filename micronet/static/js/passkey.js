// What both key elements share: talking to the house, and putting WebAuthn's bytes into text and back.
export const able = () => Boolean(window.PublicKeyCredential && navigator.credentials);

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const named = (key) => ({ ...key, id: bytes(key.id) });

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// Options as the house sends them (base64url) become options as the browser wants them (bytes).
export function wanted(options) {
  const made = { ...options, challenge: bytes(options.challenge) };
  if (options.user) made.user = named(options.user);
  for (const list of ["excludeCredentials", "allowCredentials"]) if (options[list]) made[list] = options[list].map(named);
  return made;
}

// A credential as plain JSON, in every browser that has keys.
export function plain(credential) {
  const given = credential.response;
  const response = { clientDataJSON: text(given.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (given[part]) response[part] = text(given[part]);
  }
  if (given.getTransports) response.transports = given.getTransports();
  const { id, type, authenticatorAttachment } = credential;
  return { id, rawId: text(credential.rawId), type, authenticatorAttachment: authenticatorAttachment ?? undefined, response };
}

// The house said no, in a sentence.
export class Refused extends Error {
  constructor({ say, field }) {
    super(say);
    this.field = field;
  }
}

export async function post(url, form, credential) {
  const body = new FormData(form);
  if (credential) body.set("credential", JSON.stringify(plain(credential)));
  const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.redirected) return location.assign(answer.url);
  const told = await answer.json();
  if (!answer.ok) throw new Refused(told);
  return told;
}
