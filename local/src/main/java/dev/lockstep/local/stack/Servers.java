package dev.lockstep.local.stack;

import dev.lockstep.local.queues.InProcessSqs;
import dev.lockstep.local.template.Template;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import org.jspecify.annotations.Nullable;
import scala.Option;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Starts what stands in for DynamoDB and SQS, or connects to where they are. */
record Servers(Endpoints endpoints) {
    /** Past a long poll of 20 s. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    private static final int CONNECTIONS = 256;

    Running<Database> dynamoDb(@Nullable Path database) {
        Optional<URI> elsewhere = endpoints.dynamoDb();
        if (elsewhere.isPresent()) {
            DynamoDbClient client = endpoints
                    .configure(DynamoDbClient.builder(), elsewhere.get())
                    .httpClient(http())
                    .build();
            DynamoDbStreamsClient streams = endpoints
                    .configure(DynamoDbStreamsClient.builder(), elsewhere.get())
                    .httpClient(http())
                    .build();
            return new Running<>(new Database(client, streams), false, () -> {
                streams.close();
                client.close();
            });
        }
        // In process and through its own client: no HTTP in between, which makes it five to ten times as fast.
        return EmbeddedDynamoDb.start(database);
    }

    Running<SqsClient> sqs() {
        Optional<URI> elsewhere = endpoints.sqs();
        if (elsewhere.isPresent()) {
            SqsClient client = sqsClient(elsewhere.get(), http());
            return new Running<>(client, false, client::close);
        }
        // Its own hook would stop it beside ours, while the last messages are still being deleted.
        System.setProperty("pekko.jvm-shutdown-hooks", "off");
        ActorSystem actors = ActorSystem.create("queues");
        ActorRef queues = actors.actorOf(Props.create(
                QueueManagerActor.class,
                () -> new QueueManagerActor(new NowProvider(), StrictSQSLimits$.MODULE$, Option.empty())));
        SQSRestServer server = SQSRestServerBuilder.withActorSystem(actors)
                .withQueueManagerActor(queues)
                .withInterface("127.0.0.1")
                .withDynamicPort()
                .withAWSRegion(Template.REGION)
                .withAWSAccountId(Template.ACCOUNT)
                .start();
        // Made while the server still starts: both take a while, and neither needs the other yet.
        SdkHttpClient http = http();
        int port = server.waitUntilStarted().localAddress().getPort();
        SqsClient client = sqsClient(URI.create("http://127.0.0.1:" + port), http);
        return new Running<>(InProcessSqs.of(client, queues), true, () -> {
            client.close();
            http.close();
            // Not the server's own stop, which waits for the long polls that were just given up, up to 20 s.
            actors.terminate();
        });
    }

    /** Nothing stands in for Lambda here: functions outside the template are elsewhere, or nowhere. */
    Optional<LambdaClient> lambda() {
        return endpoints
                .lambda()
                .map(elsewhere -> endpoints
                        .configure(LambdaClient.builder(), elsewhere)
                        .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry())
                                .defaultProfileFile(ProfileFile.aggregator().build()))
                        .httpClient(http())
                        .build());
    }

    /** What functions send to connections with. */
    ApiGatewayManagementApiClient connections(URI gateway) {
        return endpoints
                .configure(ApiGatewayManagementApiClient.builder(), gateway)
                .httpClient(http())
                .build();
    }

    private SqsClient sqsClient(URI endpoint, SdkHttpClient http) {
        return endpoints
                .configure(SqsClient.builder(), endpoint)
                .httpClient(http)
                .build();
    }

    private static SdkHttpClient http() {
        return Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .socketTimeout(SOCKET_TIMEOUT)
                .build();
    }
}
