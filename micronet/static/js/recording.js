// A recording that was made elsewhere: sent as a voice note if it is short enough for one, otherwise as a file.
const SOUNDS = /^audio\/(aac|mp4|mpeg|ogg|wav|webm|x-m4a|x-wav)$/;
const MOST = 180; // seconds

export const isSound = ({ type }) => SOUNDS.test(type);

export function spoken(file) {
  const sound = new Audio();
  const address = URL.createObjectURL(file);
  return new Promise((done) => {
    const heard = (what) => (URL.revokeObjectURL(address), done(what));
    sound.onloadedmetadata = () => heard(sound.duration <= MOST ? { what: "voice", seconds: sound.duration } : { what: "file" });
    sound.onerror = () => heard({ what: "file" });
    sound.preload = "metadata";
    sound.src = address;
  });
}
