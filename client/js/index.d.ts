/** What a run is about to do, does or has come to. */
export type RunStatus = 'CREATED' | 'EXECUTING' | 'COMPLETED' | 'FAILED' | 'CANCELED';

/** What a stage is about to do, does or has come to. A stage that was skipped is CANCELED. */
export type RunStageStatus = 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELED';

/** A step of the workflow, as it stands in one run. */
export interface RunStage {
  id: string;
  /** The type of the step. */
  module: string;
  status: RunStageStatus;
  output: Record<string, unknown> | null;
  error: {name: string; message: string} | null;
  /** What all its attempts count as. */
  creditUsage: number;
  /** Counted from 1. */
  executionAttempt: number;
  /** RFC 3339, like all times. */
  updatedAt: string;
}

/** A run with all its stages, in the order of the definition. */
export interface Run {
  id: string;
  workflowId: string;
  status: RunStatus;
  pendingStageCount: number;
  failedStageCount: number;
  cancelRequestedAt: string | null;
  cancelReason: string | null;
  totalUsage: number;
  createdAt: string;
  updatedAt: string;
  runStages: RunStage[];
  /** Set where not all outputs found room in the answer. */
  truncated?: true;
}

/** How a run stands, whole: the latest update is always enough. */
export interface RunUpdate {
  runId: string;
  status: RunStatus;
  output: {
    pendingStageCount: number;
    failedStageCount: number;
    totalUsage: number;
    nonTerminalStages: Pick<RunStage, 'id' | 'module' | 'status' | 'executionAttempt'>[];
  };
  at: string;
  /** Rises with each update; absent where the run is polled. */
  sequence?: number;
}

export interface StreamHandlers {
  /** Called for each update that is newer than the one before; the last one has a terminal status. */
  onUpdate?(update: RunUpdate): void;
  /**
   * Called when the stream has to end before the run does; it is closed by then. Also called with what `onUpdate` throws, as the
   * cause, in which case the stream goes on.
   */
  onError?(error: CallerSDKError): void;
}

export interface RunStream {
  /** No handler is called any more. A stream whose run has ended closes itself. */
  close(): void;
}

export interface Bounds {
  baseMs?: number;
  maxMs?: number;
}

export interface WorkflowClientOptions {
  apiKey: string;
  /** What `trigger` starts. Whoever only reads needs none. */
  workflowId?: string;
  /** Of the HTTP API: the output `HttpApiUrl` of a deployment, `http://127.0.0.1:3000` locally. */
  baseUrl: string;
  /** Of the WebSocket API: the output `SocketUrl` of a deployment. `/live` at `baseUrl`, with `ws`, where left out. */
  webSocketUrl?: string;
  /** Where the surroundings have none (Node before 22): the class of the `ws` package, say. Null has streams do without. */
  WebSocket?: unknown;
  /** How long an attempt at a call may take; 30 s. */
  requestTimeoutMs?: number;
  /** How calls are tried again after network errors, 429 and 5xx: 5 attempts, after up to 200 ms, 400 ms, … 8 s. */
  retry?: Bounds & {attempts?: number};
  /** How often a run is read while it is waited for: after 200 ms at first, every 5 s in the end. */
  polling?: Bounds;
  /** How long a stream that is out of touch tries to get back; 5 minutes. */
  reconnectForMs?: number;
}

export class WorkflowClient {
  constructor(options: WorkflowClientOptions);

  /**
   * Starts a run. Tried again under one idempotency key, so that one call starts one run at most.
   * @param options.idempotencyKey a key of yours, by which a call that is made again, even by another process, starts nothing new
   */
  trigger(input?: Record<string, unknown>, options?: {idempotencyKey?: string}): Promise<{runId: string; jobId: string}>;

  /** The run, once it has completed, failed or been canceled. Rejects with "timed out" in its message past the limit. */
  waitForRun(runId: string, timeoutMs?: number): Promise<Run>;

  /** Follows a run by WebSocket, else by server-sent events, else by polling. */
  stream(runId: string, handlers: StreamHandlers): RunStream;

  readonly execution: {
    get(runId: string): Promise<Run>;
    /** Nothing new starts in the run. One that was canceled before is given as it is; one that has ended otherwise is a 409. */
    cancel(runId: string, reason?: string): Promise<Run>;
  };

  readonly component: {
    /** Changes a step of a workflow. `config` makes a new version of the workflow; `name` and `position` do not. */
    update(
      componentId: string,
      changes: {config?: Record<string, unknown>; name?: string; position?: [number, number]},
    ): Promise<unknown>;
  };
}

/** What every call rejects with. */
export class CallerSDKError extends Error {
  readonly name: 'CallerSDKError';
  /** The HTTP status; absent where there was no answer. */
  readonly status?: number;
  /** The body of the answer: problem+json, as an object. */
  readonly details?: unknown;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs?: number;
}
