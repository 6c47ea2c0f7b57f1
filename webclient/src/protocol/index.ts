/** Generated from src/coshop/protocol by `npm run generate`. Never edited. One place to import the words from. */
export * from "./constants.js";
export * from "./channel_shapes.js";
export type { CallEnd, CallRequest, CallTakeOver, CallWithdraw, CallWrapUp, CartAdd, CartRemove, CartReport, CartSet, CartSettle, CartUndo, ChannelCommand, ChannelSignal, ChatSend, CheckoutOffer, CheckoutReport, ClientHeartbeat, CommandFrame, FromClient, Goodbye, Hello, MediaSet, PageOpen, PageWord, PresenceSet, ProductHide, ProductShow, Replay, RingAccept, RingDecline, ShopperTokenRequest, SignInRequest, SignalFrame, StoreCartWord, StoreLineWord } from "./from_client.js";
export type { Answer, AnswerFrame, AssociateView, Availability, Call, CallAccepted, CallEnded, CallRequested, CallSummaries, CallSummary, CallWrappedUp, Candidate, Candidates, Cart, CartChange, CartChangeRequested, CartChangeSettled, CartReported, ChatMessage, ChatSent, CheckNote, CheckResult, Checkout, CheckoutMoved, Draining, Ended, Entry, Events, FrameRefused, FromServer, Heartbeat, IceServer, LeftOut, Line, LineEntry, Live, MediaChanged, Negotiate, Offer, Page, PageChanged, Participant, ParticipantLost, ParticipantReturned, Place, Presence, Problem, ProductHidden, ProductHint, ProductShown, ProductView, Refusal, RingEnded, RingStarted, Ringing, SearchResults, ShopperToken, Shown, SignalRelayed, SignedIn, Snapshot, StoreCart, StoreLine, StoreView, StreamClosed, StreamPosition, Ticket, Typing, VariantView, Verdict, Waiting, Welcome } from "./from_server.js";
import type { CommandFrame, FromClient } from "./from_client.js";
import type { Entry, FromServer, Call } from "./from_server.js";

export type ClientFrame = FromClient["frame"];
export type ChannelFrame = FromClient["channel"];
export type CommandBody = CommandFrame["body"];
export type CommandType = CommandBody["type"];
export type SignalBody = Extract<ClientFrame, { type: "signal" }>["body"];
export type ServerFrame = FromServer["frame"];
export type CallEvent = Entry["event"];
export type CallPhase = Call["phase"];
export type RefusalCode = FromServer["code"];
export type Side = "shopper" | "associate";
export type CallMode = Call["mode"];
