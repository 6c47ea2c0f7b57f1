/** Generated from src/coshop/protocol by `npm run generate`. Never edited. One place to import the words from. */
export * from "./constants.js";
export * from "./channel_shapes.js";
export type { CallEnd, CallRequest, CallTakeOver, CallWithdraw, CallWrapUp, CartAdd, CartRemove, CartReport, CartSet, CartSettle, CartUndo, ChannelCommand, ChannelSignal, ChatSend, CheckStart, CheckStop, CheckoutOffer, CheckoutReport, ClientHeartbeat, CommandFrame, ExportRequest, FromClient, GoLiveChange, Goodbye, GuestChange, GuestJoin, GuestLeave, Hello, JobDone, JobNoteSent, JobTaken, MediaSet, PageOpen, PageWord, PresenceSet, ProductHide, ProductShow, RecordingAsk, RecordingConsent, RecordingPause, RecordingResume, RecordingWithdraw, RehearsalRequest, Replay, RingAccept, RingDecline, ShopperTokenRequest, SignInRequest, SignalFrame, StoreCartWord, StoreLineWord, WorkerHealth, WorkerReady } from "./from_client.js";
export type { Answer, AnswerFrame, AssociateView, AuditEntry, AuditView, Availability, Call, CallAccepted, CallEnded, CallRequested, CallSummaries, CallSummary, CallWrappedUp, CanaryRunView, CanaryRunsView, CanaryStep, Candidate, Candidates, Cart, CartChange, CartChangeRequested, CartChangeSettled, CartReported, ChatMessage, ChatSent, CheckNote, CheckResult, Checkout, CheckoutMoved, Consent, ConsentView, Draining, Ended, Entry, Events, ExportView, FrameRefused, FromServer, GapView, GoLiveItemView, GoLiveView, Guest, GuestChanged, GuestJoined, GuestLeft, Heartbeat, IceServer, JobCancel, JobClosed, JobCount, JobNote, JobOffer, JsonValue, LeftOut, Line, LineEntry, Live, MediaChanged, Negotiate, Offer, Page, PageChanged, Participant, ParticipantLost, ParticipantReturned, Place, Presence, Problem, ProductHidden, ProductHint, ProductShown, ProductView, RecordedFileView, Recording, RecordingAsked, RecordingConsented, RecordingPaused, RecordingResumed, RecordingStarted, RecordingStopped, RecordingView, Refusal, RehearsalView, RehearsalsView, ReviewRecording, ReviewSummary, ReviewView, ReviewsView, RingEnded, RingStarted, Ringing, SearchResults, SetCheckView, SetChecksView, ShopperToken, Shown, SignalRelayed, SignedIn, Snapshot, StoreCart, StoreLine, StoreView, StoriesView, StoryView, StreamClosed, StreamPosition, TeamCall, TeamGuest, TeamPerson, TeamRecording, TeamView, Ticket, TimelineMark, TimelineView, Typing, VariantView, Verdict, Waiting, Welcome, WorkerRetire, WorkerView, WorkersView } from "./from_server.js";
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
