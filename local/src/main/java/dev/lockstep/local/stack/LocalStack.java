package dev.lockstep.local.stack;

import dev.lockstep.adapters.AwsClients;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.local.PlainError;
import dev.lockstep.local.gateway.Cors;
import dev.lockstep.local.gateway.Gateway;
import dev.lockstep.local.gateway.HttpApi;
import dev.lockstep.local.gateway.OpenDoor;
import dev.lockstep.local.gateway.Routes;
import dev.lockstep.local.gateway.SocketApi;
import dev.lockstep.local.invoke.Functions;
import dev.lockstep.local.invoke.InvocationFailure;
import dev.lockstep.local.invoke.LambdaFunction;
import dev.lockstep.local.permissions.PermittedClients;
import dev.lockstep.local.sources.LastResort;
import dev.lockstep.local.sources.Positions;
import dev.lockstep.local.sources.QueuePoller;
import dev.lockstep.local.sources.Scheduler;
import dev.lockstep.local.sources.StreamPoller;
import dev.lockstep.local.sources.StreamReader;
import dev.lockstep.local.sources.Ticker;
import dev.lockstep.local.template.Event;
import dev.lockstep.local.template.FunctionDefinition;
import dev.lockstep.local.template.SocketDefinition;
import dev.lockstep.local.template.TableDefinition;
import dev.lockstep.local.template.Template;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The whole deployment, running in this process. */
public final class LocalStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);
    private static final String ADMIN_KEY_PARAMETER = "AdminKeySha256";
    /** What a laptop's workflows call is often on the laptop. */
    private static final String ALLOWED_HOSTS_PARAMETER = "AllowedPrivateHosts";

    private static final String LOOPBACK = "127.0.0.0/8,::1,localhost";
    private static final String ALLOWED_ORIGINS_PARAMETER = "AllowedOrigins";
    /**
     * A page under development is served from the laptop, too, by whichever port. It is safe only because every call shows a key, in
     * a header that no page sends by itself: with calls that need none, whatever runs on loopback could make them.
     */
    private static final String LOOPBACK_ORIGINS = Stream.of("localhost", "127.0.0.1", "[::1]")
            .flatMap(host -> Stream.of("http://" + host, "https://" + host))
            .flatMap(origin -> Stream.of(origin, origin + ":*"))
            .collect(Collectors.joining(","));

    private static final Duration SCHEDULE_PERIOD = Duration.ofSeconds(1);
    private static final Duration SWEEP_PERIOD = Duration.ofMinutes(1);
    private static final byte[] RECOVER = """
            {"source":"lockstep.local","detail-type":"Recover","detail":{}}""".getBytes(StandardCharsets.UTF_8);

    /** What is to be closed, the newest first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private final StackOptions options;
    private final @Nullable DataFolder folder;
    private final AdminKey adminKey;
    private final @Nullable Gateway gateway;
    private final Backend backend;
    private final PhysicalNames names;
    private final LocalAws aws;
    private final Functions functions;

    private LocalStack(StackOptions options) {
        this.options = options;
        try {
            this.folder = options.data == null ? null : add(DataFolder.open(options.data));
            this.adminKey = folder == null ? AdminKey.fresh() : folder.adminKey();
            this.gateway = options.port.isPresent() ? new Gateway(options.port.getAsInt()) : null;
            Path database = folder == null ? null : folder.database();
            this.backend = add(Backend.start(
                    options, parameters(), database, folder == null ? "this database" : folder.toString()));
            this.names = backend.names();
            this.aws = new LocalAws(
                    options.dynamoDb.apply(backend.dynamoDb().client().items()),
                    options.sqs.apply(backend.sqs().client()),
                    new Servers(new Endpoints(options.variables)).lambda(),
                    options.connections.apply(
                            new Servers(new Endpoints(options.variables)).connections(connections())));
            add(aws.connections());
            aws.lambda().ifPresent(this::add);
            this.functions = add(new Functions(backend.template().functions(), this::deployment));
            begin();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static LocalStack start(StackOptions options) {
        return new LocalStack(options);
    }

    private void begin() {
        if (backend.hasLostItsQueues()) {
            recover();
        }
        for (TableDefinition table : backend.template().tables()) {
            table.expiresAt().ifPresent(attribute -> add(sweep(table, attribute)));
        }
        if (options.eventSources) {
            functions.all().forEach(this::startSources);
        }
        if (gateway != null) {
            gateway.serve(
                    new HttpApi(
                            new Routes(functions.all()),
                            backend.template().cors().map(Cors::new)),
                    backend.template().socket().map(this::socket),
                    options.open ? Optional.of(new OpenDoor(adminKey.text())) : Optional.empty());
            functions.warm();
        }
    }

    /** Has whoever minds the timers look at everything that is under way, since the messages that drove it are gone. */
    private void recover() {
        for (LambdaFunction function : functions.all()) {
            if (function.definition().events(Event.Schedule.class).findAny().isPresent()) {
                try {
                    function.invoke(RECOVER);
                } catch (InvocationFailure e) {
                    LOG.warn("Not everything that was under way could be set going again: {}", e.getMessage());
                }
            }
        }
    }

    private void startSources(LambdaFunction function) {
        FunctionDefinition definition = function.definition();
        definition
                .events(Event.QueueSource.class)
                .forEach(source -> add(new QueuePoller(
                        aws.sqs(), source, function, backend.queue(source.queue()), options.queueConcurrency)));
        definition.events(Event.StreamSource.class).forEach(source -> add(poller(source, function)));
        definition
                .events(Event.Schedule.class)
                .forEach(schedule -> add(new Scheduler(function, schedule, SCHEDULE_PERIOD)));
    }

    private StreamPoller poller(Event.StreamSource source, LambdaFunction function) {
        String table = PhysicalNames.tableName(backend.table(source.table()));
        Database database = backend.dynamoDb().client();
        String arn = Optional.ofNullable(database.items()
                        .describeTable(request -> request.tableName(table))
                        .table()
                        .latestStreamArn())
                .orElseThrow(() -> new PlainError("template.yaml: the table " + source.table() + " has no stream"));
        StreamReader reader = new StreamReader(database.streams(), arn, positions(source.table()));
        return new StreamPoller(
                reader,
                source,
                function,
                new LastResort(
                        aws.sqs(),
                        source.retries()
                                .lastResort()
                                .map(id -> backend.queue(id).url())));
    }

    /** Where the streams of this table were read to; forgotten with the data, if that is in memory. */
    private Positions positions(String table) {
        return folder == null || !backend.dynamoDb().embedded()
                ? Positions.inMemory()
                : Positions.in(folder.positions(table));
    }

    private SocketApi socket(SocketDefinition definition) {
        Map<String, LambdaFunction> routes = new HashMap<>();
        definition.routes().forEach((key, function) -> routes.put(key, functions.named(function)));
        return new SocketApi(definition.stage(), routes);
    }

    /** Where functions send to connections: here, whatever the template says. */
    private URI connections() {
        String stage = backend.template().socket().map(SocketDefinition::stage).orElse("");
        int port = gateway == null ? 1 : gateway.port();
        return URI.create("http://127.0.0.1:" + port + "/" + stage);
    }

    private Ticker sweep(TableDefinition table, String attribute) {
        List<String> key =
                table.keys().stream().map(TableDefinition.Key::attribute).toList();
        return new ExpirySweep(backend.dynamoDb().client().items(), PhysicalNames.tableName(table), key, attribute)
                .every(SWEEP_PERIOD);
    }

    private Map<String, String> parameters() {
        if (options.open && options.parameters.containsKey(ADMIN_KEY_PARAMETER)) {
            throw new PlainError("Calls without a key act with the admin key that the runtime itself makes: leave out "
                    + ADMIN_KEY_PARAMETER + ", or do without --open.");
        }
        Map<String, String> parameters = new HashMap<>(options.parameters);
        parameters.putIfAbsent(ADMIN_KEY_PARAMETER, adminKey.sha256());
        parameters.putIfAbsent(ALLOWED_HOSTS_PARAMETER, LOOPBACK);
        parameters.putIfAbsent(ALLOWED_ORIGINS_PARAMETER, LOOPBACK_ORIGINS);
        return parameters;
    }

    private Deployment deployment(FunctionDefinition function) {
        Map<String, String> variables = backend.template().environment(function, names);
        variables.putIfAbsent("AWS_REGION", Template.REGION);
        variables.putIfAbsent("AWS_LAMBDA_FUNCTION_NAME", function.id());
        AwsClients permitted =
                new PermittedClients(aws, function.id(), backend.template().policies(function, names));
        return new Deployment(Map.copyOf(variables), permitted);
    }

    private <P extends AutoCloseable> P add(P part) {
        parts.push(part);
        return part;
    }

    /** Where the HTTP API is served. */
    public URI url() {
        if (gateway == null) {
            throw new IllegalStateException("this stack serves no HTTP");
        }
        return URI.create("http://127.0.0.1:" + gateway.port());
    }

    /** The key with which everything is allowed. */
    public AdminKey adminKey() {
        return adminKey;
    }

    /** The functions, to be invoked by hand. */
    public Functions functions() {
        return functions;
    }

    /** DynamoDB as the functions see it, the wrapper of the options included. */
    public DynamoDbClient dynamoDb() {
        return aws.dynamoDb();
    }

    /** SQS as the functions see it. */
    public SqsClient sqs() {
        return aws.sqs();
    }

    /** The name of a table, by its logical id. */
    public String tableName(String logicalId) {
        return PhysicalNames.tableName(backend.table(logicalId));
    }

    /** The URL of a queue, by its logical id. */
    public String queueUrl(String logicalId) {
        return backend.queue(logicalId).url();
    }

    /** Stops: first what lets work in, then what does it, last what it stands on. */
    @Override
    public void close() {
        if (gateway != null) {
            closeQuietly(gateway);
        }
        while (!parts.isEmpty()) {
            closeQuietly(parts.pop());
        }
    }

    /** One part that cannot stop is no reason to leave the others running. */
    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
        }
    }
}
