/** What every RTCPeerConnection of a call is made of, for the loader and the call bundle alike. It keeps no state. */

import type { IceServer } from "../protocol/index.js";

/** Candidates are looked for before anything is negotiated, so that they go out with the description. */
export function configuration(ice_servers: readonly IceServer[], relay_only: boolean): RTCConfiguration {
  return {
    iceServers: ice_servers.map(({ urls, username, credential }) => ({
      urls,
      ...(username ? { username, credential } : {}),
    })),
    iceTransportPolicy: relay_only ? "relay" : "all",
    iceCandidatePoolSize: 1,
    bundlePolicy: "max-bundle",
  };
}

/**
 * The other side's description, so that pictures start at 800 kbit/s. Chromium begins at 300 by itself,
 * which drops the first pictures of a 720p camera and makes the next ones small. Firefox passes over the line.
 */
export const started = (sdp: string): string => sdp.replace(/a=rtpmap:(\d+) VP8\/90000\r\n/g, "$&a=fmtp:$1 x-google-start-bitrate=800\r\n");

/** The data channel, agreed on beforehand [CHAN1]. */
export function dataChannel(pc: RTCPeerConnection): RTCDataChannel {
  return pc.createDataChannel("coshop", { negotiated: true, id: 0, ordered: true });
}

/** Sound and picture both ways, without tracks [SIG3]. */
export function offerMedia(pc: RTCPeerConnection): void {
  for (const kind of ["audio", "video"]) pc.addTransceiver(kind, { direction: "sendrecv" });
}
