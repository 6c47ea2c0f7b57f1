// Put into every measured page, of coshop and of PeerJS alike, before its own scripts. All times are epoch milliseconds.
(() => {
  if (window.top !== window || !/^http/.test(location.protocol)) return;
  const now = (at) => performance.timeOrigin + at;
  const remote = new WeakSet();
  window.__bench = { clicks: JSON.parse(sessionStorage.getItem("bench:clicks") ?? "[]"), frames: [], cameras: 0 };
  addEventListener(
    "click",
    (event) => {
      const on = event.composedPath().find((each) => each instanceof Element && each.matches("button, a"));
      if (!on) return;
      window.__bench.clicks.push([on.getAttribute("aria-label") ?? on.textContent.trim(), now(event.timeStamp)]);
      sessionStorage.setItem("bench:clicks", JSON.stringify(window.__bench.clicks.slice(-50)));
    },
    true,
  );
  // The first frame that is put on screen of every stream that comes from the other side.
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, args, made) {
      const peer = Reflect.construct(target, args, made);
      peer.addEventListener("track", ({ track }) => track.kind === "video" && remote.add(track));
      return peer;
    },
  });
  const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    ...source,
    set(stream) {
      source.set.call(this, stream);
      if (!stream || !this.requestVideoFrameCallback) return;
      const look = (at) => {
        if (this.srcObject !== stream || !stream.getVideoTracks().some((track) => remote.has(track))) return;
        // A picture that is prepared out of sight counts from the frame on which a person sees it.
        if (this.checkVisibility({ visibilityProperty: true, opacityProperty: true })) window.__bench.frames.push(now(at));
        else this.requestVideoFrameCallback(look);
      };
      this.requestVideoFrameCallback(look);
    },
  });
  const open = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
  if (open) {
    navigator.mediaDevices.getUserMedia = async (wish) => {
      const stream = await open(wish);
      if (stream.getVideoTracks().length > 0) window.__bench.cameras += 1;
      return stream;
    };
  }
})();
