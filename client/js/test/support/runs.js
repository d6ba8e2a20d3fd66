export const RUN = 'ex-01m80cec92cvvj68jtjpms6t9b';
export const WORKFLOW = 'wf-01m80cec267hzztfyk2tpjq1ev';

/** A run of one stage, as the API gives it. */
export function run(status, updatedAt = '2026-11-22T01:03:04.000Z') {
  const open = status === 'CREATED' || status === 'EXECUTING';
  const stage = {CREATED: 'CREATED', EXECUTING: 'RUNNING'}[status] ?? status;
  return {
    id: RUN,
    workflowId: WORKFLOW,
    status,
    pendingStageCount: open ? 1 : 0,
    failedStageCount: status === 'FAILED' ? 1 : 0,
    cancelRequestedAt: null,
    cancelReason: null,
    totalUsage: open ? 0 : 1,
    createdAt: '2026-11-22T01:03:03.000Z',
    updatedAt,
    runStages: [
      {
        id: 'task-1',
        module: 'Echo',
        status: stage,
        output: null,
        error: null,
        creditUsage: open ? 0 : 1,
        executionAttempt: 1,
        updatedAt,
      },
    ],
  };
}

/** What events tell of such a run. */
export function body(status, at = '2026-11-22T01:03:04.000Z') {
  const {pendingStageCount, failedStageCount, totalUsage, runStages} = run(status);
  const nonTerminalStages = runStages
    .filter(stage => ['CREATED', 'RUNNING'].includes(stage.status))
    .map(({id, module, status, executionAttempt}) => ({id, module, status, executionAttempt}));
  return {runId: RUN, status, output: {pendingStageCount, failedStageCount, totalUsage, nonTerminalStages}, at};
}
