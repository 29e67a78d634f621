// <voice-note data-most="180">: record, listen, add or throw away. What is added is told to the <file-sender> around it.
const TYPES = ["audio/mp4;codecs=mp4a.40.2", "audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];

class VoiceNote extends HTMLElement {
  async connectedCallback() {
    if (!navigator.mediaDevices || !window.MediaRecorder) return;
    await customElements.whenDefined("file-sender");
    this.hidden = false;
    this.type = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    for (const name of ["record", "stop", "keep", "drop"]) this.button(name).onclick = () => this[name]();
  }

  disconnectedCallback() {
    clearInterval(this.ticking);
    this.close();
  }

  button(name) {
    return this.querySelector(`[data-do=${name}]`);
  }

  async record() {
    const sender = this.closest("file-sender");
    this.stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    sender.say(this.stream ? "" : sender.dataset.asks);
    if (!this.stream) return;
    const [pieces, type] = [[], this.type];
    this.recorder = new MediaRecorder(this.stream, { ...(type && { mimeType: type }), audioBitsPerSecond: 32000 });
    this.recorder.ondataavailable = ({ data }) => pieces.push(data);
    this.recorder.onstop = () => this.made(new Blob(pieces, { type: this.recorder.mimeType }));
    this.began = performance.now();
    this.recorder.start(1000);
    this.ticking = setInterval(() => this.tick(), 250);
    this.at("making");
    this.button("stop").focus();
  }

  tick() {
    const seconds = Math.floor((performance.now() - this.began) / 1000);
    this.querySelector("[data-time]").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= this.dataset.most) this.stop();
  }

  stop() {
    clearInterval(this.ticking);
    this.seconds = Math.min((performance.now() - this.began) / 1000, this.dataset.most);
    if (this.recorder.state !== "inactive") this.recorder.stop();
    this.close();
  }

  made(blob) {
    if (!this.isConnected) return;
    this.file = new File([blob], this.querySelector("audio").ariaLabel, { type: blob.type });
    this.querySelector("audio").src = URL.createObjectURL(blob);
    this.at("made");
    this.button("keep").focus();
  }

  keep() {
    this.dispatchEvent(new CustomEvent("recorded", { bubbles: true, detail: { file: this.file, seconds: this.seconds } }));
    this.drop();
  }

  drop() {
    URL.revokeObjectURL(this.querySelector("audio").src);
    this.querySelector("audio").removeAttribute("src");
    this.at("");
    this.button("record").focus();
  }

  at(stage) {
    this.button("record").hidden = stage !== "";
    for (const name of ["making", "made"]) this.querySelector(`.voice-${name}`).hidden = stage !== name;
  }

  close() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
  }
}

customElements.define("voice-note", VoiceNote);
