package dev.lockstep.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.adapters.AwsClients;
import dev.lockstep.adapters.Deployment;
import dev.lockstep.adapters.http.HttpFunction;
import dev.lockstep.adapters.socket.SocketFunction;
import dev.lockstep.engine.data.Json;
import dev.lockstep.local.template.Event;
import dev.lockstep.local.template.FunctionDefinition;
import dev.lockstep.local.template.ResourceNames;
import dev.lockstep.local.template.Template;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;

/** The template, the handlers and the API's description say the same. */
class AgreementTest {
    private static final Template TEMPLATE = Template.read(Project.template(), Map.of());
    private static final Deployment NOWHERE = new Deployment(
            Map.of(
                    "TABLE_NAME", "table",
                    "STEP_QUEUE_URL", "http://127.0.0.1/queue",
                    "WORKER_QUEUE_PREFIX", "stack",
                    "WEBHOOK_QUEUE_URL", "http://127.0.0.1/webhooks",
                    "WEBHOOK_RETRY_SECONDS", "1",
                    "CONNECTIONS_URL", "http://127.0.0.1/live",
                    "RETENTION_DAYS", "1"),
            new NoClients());

    private static final Set<String> NUMBERS = Set.of("RETENTION_DAYS", "WEBHOOK_RETRY_SECONDS");

    private static final ResourceNames NAMES = new ResourceNames() {
        @Override
        public String reference(String logicalId) {
            return logicalId;
        }

        @Override
        public String arn(String logicalId) {
            return logicalId;
        }
    };

    /** Handlers build their adapters from clients, and call none of them until they are invoked. */
    private static final class NoClients implements AwsClients {
        @Override
        public DynamoDbClient dynamoDb() {
            return none(DynamoDbClient.class);
        }

        @Override
        public SqsClient sqs() {
            return none(SqsClient.class);
        }

        @Override
        public Optional<LambdaClient> lambda() {
            return Optional.of(none(LambdaClient.class));
        }

        @Override
        public ApiGatewayManagementApiClient connections(URI endpoint) {
            return none(ApiGatewayManagementApiClient.class);
        }

        private static <T> T none(Class<T> type) {
            return type.cast(java.lang.reflect.Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                        throw new AssertionError("nothing is to be called: " + method);
                    }));
        }
    }

    private static Set<String> templateRoutes(FunctionDefinition function) {
        return function.events().stream()
                .flatMap(event -> switch (event) {
                    case Event.HttpRoute route -> java.util.stream.Stream.of(route.method() + " " + route.path());
                    case Event.Unrouted unrouted -> java.util.stream.Stream.of("$default");
                    case Event.QueueSource queue -> java.util.stream.Stream.<String>empty();
                    case Event.StreamSource stream -> java.util.stream.Stream.<String>empty();
                    case Event.Schedule schedule -> java.util.stream.Stream.<String>empty();
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void each_function_answers_just_the_routes_that_the_template_gives_it() throws Exception {
        for (FunctionDefinition function : TEMPLATE.functions()) {
            Object handler = Class.forName(function.handlerClass())
                    .getConstructor(Deployment.class)
                    .newInstance(NOWHERE);
            Set<String> answered = handler instanceof HttpFunction http ? new TreeSet<>(http.routeKeys()) : Set.of();

            assertThat(answered).as(function.handlerClass()).isEqualTo(templateRoutes(function));
        }
    }

    @Test
    void the_socket_function_answers_just_the_routes_of_the_web_socket_api() throws Exception {
        Map<String, String> routes = TEMPLATE.socket().orElseThrow().routes();
        FunctionDefinition function = TEMPLATE.functions().stream()
                .filter(each -> routes.containsValue(each.id()))
                .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst));
        SocketFunction handler = Class.forName(function.handlerClass())
                .asSubclass(SocketFunction.class)
                .getConstructor(Deployment.class)
                .newInstance(NOWHERE);

        assertThat(routes.keySet()).isEqualTo(handler.routeKeys());
        assertThat(Set.copyOf(routes.values())).containsExactly(function.id());
    }

    @Test
    void the_description_lists_just_the_routes_of_the_template() throws Exception {
        JsonNode paths = Json.read(Files.readString(Project.file("functions/api/src/main/resources/openapi.json")))
                .path("paths");
        Set<String> described = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(method ->
                                List.of("get", "put", "post", "delete", "patch").contains(method))
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> routes = TEMPLATE.functions().stream()
                .flatMap(function -> templateRoutes(function).stream())
                .filter(route -> !route.equals("$default"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).isEqualTo(routes);
    }

    @Test
    void each_function_is_the_zip_of_its_own_folder() throws Exception {
        String template = Files.readString(Project.template());
        for (FunctionDefinition function : TEMPLATE.functions()) {
            String folder = function.handlerClass().split("\\.", -1)[3];

            assertThat(Project.file("functions/" + folder + "/pom.xml")).exists();
            assertThat(template).contains("CodeUri: functions/" + folder + "/target/" + folder + ".zip");
        }
    }

    @Test
    void each_function_runs_on_the_variables_that_the_template_gives_it() throws Exception {
        for (FunctionDefinition function : TEMPLATE.functions()) {
            Map<String, String> given = TEMPLATE.environment(function, NAMES).keySet().stream()
                    .collect(Collectors.toMap(name -> name, name -> NUMBERS.contains(name) ? "1" : "x"));

            assertThat(Class.forName(function.handlerClass())
                            .getConstructor(Deployment.class)
                            .newInstance(new Deployment(given, new NoClients())))
                    .as(function.handlerClass())
                    .isNotNull();
        }
    }
}
