// A picture out of a film, drawn here: what is shown until it plays. Null where the browser cannot play it.
const WIDTH = 960;

export async function firstFrame(file) {
  const film = Object.assign(document.createElement("video"), { muted: true, preload: "auto", playsInline: true });
  film.src = URL.createObjectURL(file);
  try {
    await new Promise((ready, fail) => {
      film.onloadeddata = () => (film.currentTime = Math.min(0.5, film.duration / 2 || 0));
      film.onseeked = ready;
      film.onerror = fail;
      setTimeout(fail, 10_000);
    });
    const scale = Math.min(1, WIDTH / film.videoWidth);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(film.videoWidth * scale), Math.round(film.videoHeight * scale)];
    canvas.getContext("2d").drawImage(film, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(film.src);
  }
}
