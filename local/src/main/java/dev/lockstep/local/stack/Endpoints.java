package dev.lockstep.local.stack;

import dev.lockstep.local.template.Template;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

/** Where AWS's services are, if not in this process, as {@code AWS_ENDPOINT_URL} and its kin say. */
record Endpoints(Map<String, String> variables) {
    Optional<URI> dynamoDb() {
        return of("DYNAMODB");
    }

    Optional<URI> sqs() {
        return of("SQS");
    }

    Optional<URI> lambda() {
        return of("LAMBDA");
    }

    private Optional<URI> of(String service) {
        return text("AWS_ENDPOINT_URL_" + service)
                .or(() -> text("AWS_ENDPOINT_URL"))
                .map(URI::create);
    }

    /** Points a client at an endpoint. It reads no profile of this machine, so that it can never reach a real account by accident. */
    <B extends AwsClientBuilder<B, ?>> B configure(B builder, URI endpoint) {
        AwsBasicCredentials credentials = AwsBasicCredentials.create(
                text("AWS_ACCESS_KEY_ID").orElse("local"),
                text("AWS_SECRET_ACCESS_KEY").orElse("local"));
        return builder.endpointOverride(endpoint)
                .region(Region.of(text("AWS_REGION").orElse(Template.REGION)))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(settings ->
                        settings.defaultProfileFile(ProfileFile.aggregator().build()));
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }
}
