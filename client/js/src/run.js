const TERMINAL = new Set(['COMPLETED', 'FAILED', 'CANCELED']);

/** Whether a run of this status has come to its end. */
export const isTerminal = status => TERMINAL.has(status);

/** @param {string} runId */
export const runPath = runId => `/runs/${encodeURIComponent(runId)}`;

/** A run that was read, in the shape in which changes are told. */
export function asUpdate(run) {
  return {
    runId: run.id,
    status: run.status,
    output: {
      pendingStageCount: run.pendingStageCount,
      failedStageCount: run.failedStageCount,
      totalUsage: run.totalUsage,
      nonTerminalStages: run.runStages
        .filter(stage => !isTerminal(stage.status))
        .map(({id, module, status, executionAttempt}) => ({id, module, status, executionAttempt})),
    },
    at: run.updatedAt,
  };
}
