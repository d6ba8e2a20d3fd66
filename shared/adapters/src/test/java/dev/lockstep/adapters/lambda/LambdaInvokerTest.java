package dev.lockstep.adapters.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.operations.FunctionInvoker;
import dev.lockstep.engine.operations.OperationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import tools.jackson.databind.JsonNode;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class LambdaInvokerTest {
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    private final List<String> requests = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private LambdaClient client;

    private volatile int status = 200;
    private volatile String header = "X-None: none";
    private volatile String body = "{}";
    private volatile long delayMillis;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String context = exchange.getRequestHeaders().getFirst("X-Amz-Client-Context");
            requests.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type") + " " + sent + " "
                    + new String(Base64.getDecoder().decode(context), StandardCharsets.UTF_8));
            try {
                Thread.sleep(delayMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add(header.split(": ", -1)[0], header.split(": ", -1)[1]);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        client = LambdaClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private LambdaInvoker invoker(String list) {
        return new LambdaInvoker(InvocableFunctions.parse(list), () -> Optional.of(client));
    }

    private static FunctionInvoker.Invocation invocation(String function, boolean awaitAnswer) {
        return new FunctionInvoker.Invocation(
                function, Json.read("{\"a\":1}"), awaitAnswer, "ex-1/a/0", Duration.ofSeconds(10));
    }

    private OperationFailure failure(String function, String list) {
        OperationFailure failure =
                catchThrowableOfType(OperationFailure.class, () -> invoker(list).invoke(invocation(function, true)));
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void a_function_gets_the_payload_and_the_key_and_gives_its_answer() throws Exception {
        body = "[1,2]";
        Optional<JsonNode> answer = invoker(ARN + "billing").invoke(invocation("billing", true));

        assertThat(answer).contains(Json.read("[1,2]"));
        assertThat(requests)
                .containsExactly("/2015-03-31/functions/" + ARN.replace(":", "%3A") + "billing/invocations"
                        + " RequestResponse {\"a\":1} {\"custom\":{\"idempotency-key\":\"ex-1/a/0\"}}");
    }

    @Test
    void an_event_is_not_awaited() throws Exception {
        status = 202;
        body = "";

        assertThat(invoker(ARN + "*").invoke(invocation("billing", false))).isEmpty();
        assertThat(requests.get(0)).contains(" Event ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | X-Amzn-Errortype: InvalidRequestContentException | InvocationFailed
            403 | X-Amzn-Errortype: AccessDeniedException          | NotAllowed
            404 | X-Amzn-Errortype: ResourceNotFoundException      | InvocationFailed
            429 | X-Amzn-Errortype: TooManyRequestsException       | Throttled
            500 | X-Amzn-Errortype: ServiceException               | InvocationFailed
            200 | X-Amz-Function-Error: Unhandled                  | FunctionError
            """)
    void each_failure_has_its_name_and_is_not_tried_again_here(int answered, String with, String name) {
        status = answered;
        header = with;
        body =
                "{\"errorType\":\"Oops\",\"errorMessage\":\"it broke\",\"stackTrace\":[\"secret\"],\"Message\":\"request 123\"}";
        OperationFailure failure = failure("billing", ARN + "billing");

        assertThat(failure.name()).isEqualTo(name);
        assertThat(failure.getMessage()).doesNotContain("secret").doesNotContain("123");
        assertThat(requests).hasSize(1);
        if (name.equals("FunctionError")) {
            assertThat(failure).hasMessage("Oops: it broke");
        }
    }

    @Test
    void lambda_may_say_when_it_takes_invocations_again() {
        status = 429;
        header = "Retry-After: 3";
        body = "{\"__type\":\"TooManyRequestsException\"}";

        assertThat(failure("billing", ARN + "billing").retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void an_answer_that_is_too_large_or_no_json_fails() {
        body = "\"" + "x".repeat(300_000) + "\"";
        assertThat(failure("billing", ARN + "billing").name()).isEqualTo("ResponseTooLarge");
        body = "{";
        assertThat(failure("billing", ARN + "billing").name()).isEqualTo("InvocationFailed");
    }

    @Test
    void a_slow_function_times_out() {
        delayMillis = 5_000;
        FunctionInvoker.Invocation hasty =
                new FunctionInvoker.Invocation("billing", Json.object(), true, "ex-1/a/0", Duration.ofMillis(700));

        assertThat(catchThrowableOfType(
                                OperationFailure.class,
                                () -> invoker(ARN + "billing").invoke(hasty))
                        .name())
                .isEqualTo("TimedOut");
    }

    @Test
    void what_is_not_listed_is_not_invoked() {
        assertThat(failure("billing", "").name()).isEqualTo("NotAllowed");
        assertThat(requests).isEmpty();
    }

    @Test
    void where_there_is_no_lambda_the_failure_says_so() {
        LambdaInvoker nowhere = new LambdaInvoker(InvocableFunctions.parse(ARN + "*"), Optional::empty);
        OperationFailure failure =
                catchThrowableOfType(OperationFailure.class, () -> nowhere.invoke(invocation("billing", true)));

        assertThat(failure.name()).isEqualTo("NotAllowed");
        assertThat(failure).hasMessageContaining("AWS_ENDPOINT_URL_LAMBDA");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            billing             | {arn}billing       | {arn}billing
            {arn}billing        | {arn}billing       | {arn}billing
            billing-eu          | {arn}billing-*     | {arn}billing-eu
            billing:live        | {arn}billing:live  | {arn}billing:live
            billing:live        | {arn}billing       |
            billing             | {arn}bill          |
            billing             | {arn}x,{arn}bil*   | {arn}billing
            {arn}other          | {arn}billing       |
            000000000000:function:billing | {arn}billing |
            arn:aws:lambda:eu-west-1:1:function:billing | {arn}billing |
            billing             | arn:aws:lambda:*:1:function:billing | billing
            b.lling             | {arn}*             |
            ../billing          | {arn}*             |
            """)
    void a_name_or_an_arn_is_found_where_a_pattern_has_it(String function, String list, String invoked) {
        Optional<String> found =
                InvocableFunctions.parse(list.replace("{arn}", ARN)).find(function.replace("{arn}", ARN));

        assertThat(found).isEqualTo(Optional.ofNullable(invoked).map(text -> text.replace("{arn}", ARN)));
    }
}
