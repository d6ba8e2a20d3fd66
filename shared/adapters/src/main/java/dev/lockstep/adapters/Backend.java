package dev.lockstep.adapters;

import dev.lockstep.adapters.dynamodb.DynamoApiKeyStore;
import dev.lockstep.adapters.dynamodb.DynamoAudiences;
import dev.lockstep.adapters.dynamodb.DynamoBulkStore;
import dev.lockstep.adapters.dynamodb.DynamoBulkWakes;
import dev.lockstep.adapters.dynamodb.DynamoComponentStore;
import dev.lockstep.adapters.dynamodb.DynamoConnectionStore;
import dev.lockstep.adapters.dynamodb.DynamoDeadLetterStore;
import dev.lockstep.adapters.dynamodb.DynamoDefinitionStore;
import dev.lockstep.adapters.dynamodb.DynamoDeliveryStore;
import dev.lockstep.adapters.dynamodb.DynamoEventHandlers;
import dev.lockstep.adapters.dynamodb.DynamoExecutionList;
import dev.lockstep.adapters.dynamodb.DynamoExecutionRemoval;
import dev.lockstep.adapters.dynamodb.DynamoExecutionStore;
import dev.lockstep.adapters.dynamodb.DynamoIdempotencyStore;
import dev.lockstep.adapters.dynamodb.DynamoPollRecords;
import dev.lockstep.adapters.dynamodb.DynamoRemains;
import dev.lockstep.adapters.dynamodb.DynamoScheduleStore;
import dev.lockstep.adapters.dynamodb.DynamoScheduleWakes;
import dev.lockstep.adapters.dynamodb.DynamoSigningKeys;
import dev.lockstep.adapters.dynamodb.DynamoStageRunStore;
import dev.lockstep.adapters.dynamodb.DynamoSubscriptionStore;
import dev.lockstep.adapters.dynamodb.DynamoTaskLogs;
import dev.lockstep.adapters.dynamodb.DynamoTaskPlaces;
import dev.lockstep.adapters.dynamodb.DynamoTicketStore;
import dev.lockstep.adapters.dynamodb.DynamoWakes;
import dev.lockstep.adapters.dynamodb.DynamoWatchStore;
import dev.lockstep.adapters.dynamodb.DynamoWorkflowStore;
import dev.lockstep.adapters.lambda.InvocableFunctions;
import dev.lockstep.adapters.lambda.LambdaInvoker;
import dev.lockstep.adapters.outgoing.AddressGuard;
import dev.lockstep.adapters.outgoing.AllowedHosts;
import dev.lockstep.adapters.outgoing.GuardedHttp;
import dev.lockstep.adapters.outgoing.GuardedWebhooks;
import dev.lockstep.adapters.socket.GatewaySender;
import dev.lockstep.adapters.sqs.SendableQueues;
import dev.lockstep.adapters.sqs.SqsDeliveryQueue;
import dev.lockstep.adapters.sqs.SqsMessageSender;
import dev.lockstep.adapters.sqs.SqsQueueSizes;
import dev.lockstep.adapters.sqs.SqsStepQueue;
import dev.lockstep.adapters.sqs.SqsWorkerInbox;
import dev.lockstep.adapters.sqs.SqsWorkerTasks;
import dev.lockstep.adapters.sqs.WorkerQueues;
import dev.lockstep.dialects.conductor.ConductorOperations;
import dev.lockstep.dialects.conductor.DefinitionStore;
import dev.lockstep.dialects.conductor.EventHandlerStore;
import dev.lockstep.dialects.conductor.FailedWorkflow;
import dev.lockstep.dialects.conductor.FireHandlers;
import dev.lockstep.dialects.conductor.Outreach;
import dev.lockstep.dialects.conductor.RunTimeDefinitions;
import dev.lockstep.dialects.conductor.Snapshots;
import dev.lockstep.dialects.conductor.StartRequests;
import dev.lockstep.dialects.conductor.StartWorkflow;
import dev.lockstep.dialects.conductor.UpdateTask;
import dev.lockstep.dialects.conductor.WorkflowCompiler;
import dev.lockstep.dialects.conductor.trial.TestWorkflow;
import dev.lockstep.dialects.run.RunView;
import dev.lockstep.engine.execution.Step;
import dev.lockstep.engine.live.LiveUpdates;
import dev.lockstep.engine.live.Tickets;
import dev.lockstep.engine.operations.Catalogue;
import dev.lockstep.engine.operations.HttpOperation;
import dev.lockstep.engine.operations.LambdaOperation;
import dev.lockstep.engine.operations.MessageSender;
import dev.lockstep.engine.operations.SendMessageOperation;
import dev.lockstep.engine.ports.ApiKeyStore;
import dev.lockstep.engine.ports.Audiences;
import dev.lockstep.engine.ports.BulkStore;
import dev.lockstep.engine.ports.BulkWakes;
import dev.lockstep.engine.ports.ComponentStore;
import dev.lockstep.engine.ports.ConnectionStore;
import dev.lockstep.engine.ports.DeadLetterStore;
import dev.lockstep.engine.ports.DeliveryQueue;
import dev.lockstep.engine.ports.DeliveryStore;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.ports.ExecutionRemoval;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.Ids;
import dev.lockstep.engine.ports.LiveSender;
import dev.lockstep.engine.ports.PollRecords;
import dev.lockstep.engine.ports.QueueSizes;
import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.ports.ScheduleWakes;
import dev.lockstep.engine.ports.SigningKeys;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.SubscriptionStore;
import dev.lockstep.engine.ports.TaskLogs;
import dev.lockstep.engine.ports.TaskPlaces;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.WatchStore;
import dev.lockstep.engine.ports.WebhookSender;
import dev.lockstep.engine.ports.WorkerInbox;
import dev.lockstep.engine.ports.WorkerTasks;
import dev.lockstep.engine.ports.WorkflowStore;
import dev.lockstep.engine.progress.ClearRemains;
import dev.lockstep.engine.usecases.AccessTokens;
import dev.lockstep.engine.usecases.Activities;
import dev.lockstep.engine.usecases.AdvanceStep;
import dev.lockstep.engine.usecases.Authenticate;
import dev.lockstep.engine.usecases.CancelExecution;
import dev.lockstep.engine.usecases.Effects;
import dev.lockstep.engine.usecases.Idempotency;
import dev.lockstep.engine.usecases.LinkTokens;
import dev.lockstep.engine.usecases.Looking;
import dev.lockstep.engine.usecases.Plans;
import dev.lockstep.engine.usecases.ReadExecution;
import dev.lockstep.engine.usecases.RegisterWorkflow;
import dev.lockstep.engine.usecases.ReportTask;
import dev.lockstep.engine.usecases.SignalExecution;
import dev.lockstep.engine.usecases.StageWorker;
import dev.lockstep.engine.usecases.StartExecution;
import dev.lockstep.engine.usecases.StartUnderKey;
import dev.lockstep.engine.webhook.RetryPlan;
import dev.lockstep.engine.webhook.Signature;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;

/** Puts the adapters together for a handler, each when it is asked for, so that a function builds only what it uses. */
public final class Backend {
    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

    /** How many states of a machine are passed one after another while a caller waits; what comes then goes by way of the queue. */
    private static final int MOST_AT_ONCE = 5;

    private final Deployment deployment;
    private final InstantSource clock = InstantSource.system();
    private final Ids ids = new UlidIds();
    private @Nullable Plans plans;
    private @Nullable Snapshots snapshots;
    private @Nullable SqsStepQueue stepQueue;
    private @Nullable ApiGatewayManagementApiClient connectionsClient;

    public Backend(Deployment deployment) {
        this.deployment = deployment;
    }

    public InstantSource clock() {
        return clock;
    }

    public Ids ids() {
        return ids;
    }

    /** Who calls. The template may leave out the first admin key, but not its variable. */
    public Authenticate authenticate() {
        String firstAdmin = deployment.optional("ADMIN_KEY_SHA256");
        return new Authenticate(apiKeys(), new AccessTokens(signingKeys(), clock), firstAdmin, clock);
    }

    /** For functions that read executions or start them: none of these ends, and so none needs the retention. */
    public ExecutionStore executions() {
        return executions(Duration.ZERO);
    }

    /** For functions that may end executions: they say how long an ended one is kept. */
    public ExecutionStore endingExecutions() {
        return executions(retention());
    }

    /** How long what is over is kept. */
    public Duration retention() {
        return Duration.ofDays(Long.parseLong(deployment.require("RETENTION_DAYS")));
    }

    private ExecutionStore executions(Duration retention) {
        return new DynamoExecutionStore(deployment.aws().dynamoDb(), table(), retention);
    }

    /** What removes executions before they expire. */
    public ExecutionRemoval executionRemoval() {
        return new DynamoExecutionRemoval(deployment.aws().dynamoDb(), table());
    }

    public ExecutionList executionList() {
        return new DynamoExecutionList(deployment.aws().dynamoDb(), table());
    }

    public StageRunStore runs() {
        return new DynamoStageRunStore(deployment.aws().dynamoDb(), table());
    }

    public WorkflowStore workflows() {
        return new DynamoWorkflowStore(deployment.aws().dynamoDb(), table());
    }

    public ComponentStore components() {
        return new DynamoComponentStore(deployment.aws().dynamoDb(), table());
    }

    /** One for all who ask, so that each plan is kept once. */
    public synchronized Plans plans() {
        if (plans == null) {
            plans = new Plans(workflows());
        }
        return plans;
    }

    /** Where definitions of Conductor's are kept. */
    public DefinitionStore definitions() {
        return new DynamoDefinitionStore(deployment.aws().dynamoDb(), table());
    }

    public EventHandlerStore eventHandlers() {
        return new DynamoEventHandlers(deployment.aws().dynamoDb(), table());
    }

    /** Where it is kept what workers say while they work. */
    public TaskLogs taskLogs() {
        return new DynamoTaskLogs(deployment.aws().dynamoDb(), table());
    }

    /** Where it is kept who asks for tasks. */
    public PollRecords pollRecords() {
        return new DynamoPollRecords(deployment.aws().dynamoDb(), table());
    }

    /** Where it is kept which tasks of a type that is limited workers have. */
    public TaskPlaces taskPlaces() {
        return new DynamoTaskPlaces(deployment.aws().dynamoDb(), table());
    }

    public Wakes wakes() {
        return new DynamoWakes(deployment.aws().dynamoDb(), table());
    }

    public ScheduleStore schedules() {
        return new DynamoScheduleStore(deployment.aws().dynamoDb(), table());
    }

    public ScheduleWakes scheduleWakes() {
        return new DynamoScheduleWakes(deployment.aws().dynamoDb(), table());
    }

    public Audiences audiences() {
        return new DynamoAudiences(deployment.aws().dynamoDb(), table());
    }

    public ConnectionStore connections() {
        return new DynamoConnectionStore(deployment.aws().dynamoDb(), table());
    }

    public Tickets tickets() {
        return new Tickets(new DynamoTicketStore(deployment.aws().dynamoDb(), table()), ids, clock);
    }

    /** What sends to open connections, by way of the endpoint that the template names. */
    public LiveSender liveSender() {
        URI endpoint = URI.create(deployment.require("CONNECTIONS_URL"));
        return new GatewaySender(() -> connectionsClient(endpoint));
    }

    private synchronized ApiGatewayManagementApiClient connectionsClient(URI endpoint) {
        if (connectionsClient == null) {
            connectionsClient = deployment.aws().connections(endpoint);
        }
        return connectionsClient;
    }

    /** What is sent of executions to those who follow them. */
    public LiveUpdates liveUpdates() {
        return new LiveUpdates(plans(), (version, recorded) -> new RunView(version, recorded).event());
    }

    public SubscriptionStore subscriptions() {
        return new DynamoSubscriptionStore(deployment.aws().dynamoDb(), table());
    }

    public WatchStore watches() {
        return new DynamoWatchStore(deployment.aws().dynamoDb(), table());
    }

    public DeliveryStore deliveries() {
        return new DynamoDeliveryStore(deployment.aws().dynamoDb(), table());
    }

    public DeliveryQueue deliveryQueue() {
        return new SqsDeliveryQueue(deployment.aws().sqs(), deployment.require("WEBHOOK_QUEUE_URL"));
    }

    /** How long after each failure a delivery is tried again. */
    public RetryPlan webhookRetries() {
        return RetryPlan.parse(deployment.require("WEBHOOK_RETRY_SECONDS"));
    }

    public Signature webhookSignature() {
        return new Signature(signingKeys());
    }

    public WebhookSender webhookSender() {
        AddressGuard guard = addressGuard();
        return new GuardedWebhooks(guard, new GuardedHttp(guard, clock));
    }

    public DeadLetterStore deadLetters() {
        return new DynamoDeadLetterStore(deployment.aws().dynamoDb(), table());
    }

    public BulkStore bulks() {
        return new DynamoBulkStore(deployment.aws().dynamoDb(), table());
    }

    public BulkWakes bulkWakes() {
        return new DynamoBulkWakes(deployment.aws().dynamoDb(), table());
    }

    /** What clears away what is left of executions that were removed. */
    public ClearRemains clearRemains() {
        return new ClearRemains(new DynamoRemains(deployment.aws().dynamoDb(), table()), clock);
    }

    public ApiKeyStore apiKeys() {
        return new DynamoApiKeyStore(deployment.aws().dynamoDb(), table());
    }

    public Idempotency idempotency() {
        return new Idempotency(idempotencyKeys(), clock);
    }

    public IdempotencyStore idempotencyKeys() {
        return new DynamoIdempotencyStore(deployment.aws().dynamoDb(), table());
    }

    public LinkTokens linkTokens() {
        return new LinkTokens(signingKeys(), clock);
    }

    private SigningKeys signingKeys() {
        return new DynamoSigningKeys(deployment.aws().dynamoDb(), table());
    }

    /** What starts executions. */
    public StartExecution startExecution(ExecutionStore executions, Effects effects) {
        StartExecution.Ports ports = new StartExecution.Ports(workflows(), plans(), executions, runs(), effects);
        return new StartExecution(ports, idempotency(), ids, clock);
    }

    /** What starts executions of Conductor's workflows, by their names. */
    public StartWorkflow startWorkflow(StartExecution start) {
        return new StartWorkflow(
                definitions(), snapshots(), start, new StartUnderKey(idempotencyKeys(), runs(), start, ids, clock));
    }

    /** What tries out Conductor's workflows: it reads what is registered, and reaches nothing else. */
    public TestWorkflow testWorkflow() {
        return new TestWorkflow(definitions(), new TimeLimitedRunner(), ids, clock);
    }

    /** What a function needs that does what follows from a record. */
    public Effects effects(ExecutionStore executions) {
        return new Effects(new Effects.Ports(executions, runs(), stepQueue(), tasks(), wakes()), plans(), clock)
                .reporting(new FailedWorkflow());
    }

    /** The same for functions that commit what somebody outside says: what then waits for somebody else is there when they are answered. */
    public Effects promptEffects(ExecutionStore executions) {
        Effects queueing = effects(executions);
        Catalogue catalogue = ConductorOperations.addedTo(Catalogue.builtIn(), Outreach.NONE, runTimeDefinitions());
        StageWorker worker = new StageWorker(catalogue, new TimeLimitedRunner(), activities()).onlyHere();
        Effects effects = queueing;
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            AdvanceStep begin =
                    new AdvanceStep(plans(), runs(), worker, looking(executions), effects, clock, new SecureRandom());
            effects = queueing.beginningAtOnce(new Prompt(begin, catalogue));
        }
        return effects;
    }

    private record Prompt(AdvanceStep step, Catalogue catalogue) implements Effects.Beginning {
        @Override
        public void begin(Step begun) {
            step.advance(begun);
        }

        @Override
        public boolean mayRun(String type) {
            return catalogue
                    .find(type)
                    .filter(operation -> !operation.hasEffects())
                    .isPresent();
        }
    }

    private WorkerTasks tasks() {
        return new SqsWorkerTasks(workerQueues());
    }

    /** For functions that hand tasks to workers outside. */
    public WorkerInbox workerInbox() {
        return new SqsWorkerInbox(workerQueues());
    }

    public QueueSizes queueSizes() {
        return new SqsQueueSizes(workerQueues());
    }

    private WorkerQueues workerQueues() {
        return new WorkerQueues(deployment.aws().sqs(), deployment.require("WORKER_QUEUE_PREFIX"));
    }

    /** What begins tasks that run no operation. */
    public Activities activities() {
        return new Activities(workflows(), plans(), ids, pollRecords());
    }

    /** What looks at what stage runs wait for. */
    public Looking looking(ExecutionStore executions) {
        return new Looking(executions, runs(), plans());
    }

    /** One for all that send, so that they share requests. */
    public synchronized SqsStepQueue stepQueue() {
        if (stepQueue == null) {
            stepQueue = new SqsStepQueue(deployment.aws().sqs(), deployment.require("STEP_QUEUE_URL"));
        }
        return stepQueue;
    }

    /** What event handlers do and tasks start, for a function whose commits no caller waits for. */
    private Outreach outreach(ExecutionStore executions) {
        Effects effects = effects(executions);
        ReadExecution read = new ReadExecution(executions, workflows(), plans());
        ReportTask report =
                new ReportTask(workerInbox(), taskPlaces(), plans(), runs(), effects, clock, new SecureRandom());
        SignalExecution signal = new SignalExecution(read, runs(), effects, clock);
        FireHandlers.Moves moves = new FireHandlers.Moves(
                startWorkflow(startExecution(executions, effects)),
                new UpdateTask(runs(), plans(), read, report, signal),
                new CancelExecution(read, executions, effects, clock));
        return new FireHandlers(
                eventHandlers(),
                runs(),
                moves,
                idempotency(),
                (event, handler, why) -> LOG.warn("handler {} of event {}: {}", handler, event, why));
    }

    /** All operations, those with effects reaching the outside as far as the deployment lets them. */
    public Catalogue reachingOutside(ExecutionStore executions) {
        InvocableFunctions functions = InvocableFunctions.parse(deployment.optional("INVOCABLE_FUNCTIONS"));
        MessageSender sender = new SqsMessageSender(
                SendableQueues.parse(deployment.optional("SENDABLE_QUEUES")),
                () -> deployment.aws().sqs());
        Catalogue catalogue = Catalogue.builtIn()
                .with(
                        new HttpOperation(new GuardedHttp(addressGuard(), clock)),
                        new LambdaOperation(new LambdaInvoker(
                                functions, () -> deployment.aws().lambda())),
                        new SendMessageOperation(sender));
        return ConductorOperations.addedTo(catalogue, outreach(executions), runTimeDefinitions());
    }

    /** The versions that definitions of Conductor's run on: one for all who ask, so that each is looked up and made once. */
    private synchronized Snapshots snapshots() {
        if (snapshots == null) {
            RegisterWorkflow register = new RegisterWorkflow(workflows(), components(), idempotency(), ids, clock);
            snapshots = new Snapshots(definitions(), register, new WorkflowCompiler(Catalogue.builtIn()));
        }
        return snapshots;
    }

    /** What the engine is to start where a workflow of Conductor's is asked for. */
    public StartRequests startRequests() {
        return new StartRequests(definitions(), snapshots());
    }

    /** What tasks of Conductor's are looked up in that are told at run time what they do. */
    private RunTimeDefinitions runTimeDefinitions() {
        return new RunTimeDefinitions(definitions(), snapshots());
    }

    /** Where requests may go. The template may leave out what is allowed beyond public addresses, and then nothing is. */
    private AddressGuard addressGuard() {
        return new AddressGuard(AllowedHosts.parse(deployment.optional("ALLOWED_HOSTS")));
    }

    private String table() {
        return deployment.require("TABLE_NAME");
    }
}
