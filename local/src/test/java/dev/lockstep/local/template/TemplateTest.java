package dev.lockstep.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final Path REAL = Path.of("..", "template.yaml");
    private static final ResourceNames NAMES = new ResourceNames() {
        @Override
        public String reference(String logicalId) {
            return "ref-" + logicalId;
        }

        @Override
        public String arn(String logicalId) {
            return "arn-" + logicalId;
        }
    };

    @Test
    void theDeploymentIsUnderstoodWhole() {
        Template template = Template.read(REAL, Map.of());

        assertThat(template.functions())
                .extracting(FunctionDefinition::id)
                .contains("StepFunction", "WatchdogFunction");
        assertThat(template.functions()).allSatisfy(function -> {
            assertThat(function.handlerClass()).startsWith("dev.lockstep.functions.");
            boolean isBehindTheSocket = template.socket().orElseThrow().routes().containsValue(function.id());
            assertThat(isBehindTheSocket || !function.events().isEmpty())
                    .as("something invokes " + function.id())
                    .isTrue();
        });
        assertThat(routes(template)).contains(new Event.HttpRoute("POST", "/workflows/{workflow_id}/execute"));
        assertThat(template.functions().stream().flatMap(f -> f.events(Event.Unrouted.class)))
                .hasSize(1);
        assertThat(template.functions().stream().flatMap(f -> f.events(Event.Schedule.class)))
                .contains(new Event.Schedule("EveryMinute", "aws.scheduler"));
    }

    @Test
    void theDeploymentsStepsComeFromAQueueWithADeadLetterQueue() {
        Template template = Template.read(REAL, Map.of());

        FunctionDefinition step = function(template, "StepFunction");
        assertThat(step.timeout()).isEqualTo(Duration.ofSeconds(25));
        assertThat(step.memoryMb()).isEqualTo(1024);
        assertThat(step.events()).containsExactly(new Event.QueueSource("StepQueue", 10, true));
        assertThat(template.queues())
                .contains(new QueueDefinition(
                        "StepQueue",
                        Duration.ofSeconds(150),
                        Optional.of(new QueueDefinition.Redrive("StepDeadLetterQueue", 5))));
        assertThat(template.environment(step, NAMES))
                .containsEntry("TABLE_NAME", "ref-Table")
                .containsEntry("STEP_QUEUE_URL", "ref-StepQueue")
                .containsEntry("RETENTION_DAYS", "30")
                .containsKey("JAVA_TOOL_OPTIONS");
    }

    @Test
    void theDeploymentsTableHasItsKeysIndexesAndExpiry() {
        TableDefinition table = Template.read(REAL, Map.of()).tables().getFirst();

        assertThat(table.keys())
                .containsExactly(new TableDefinition.Key("pk", "HASH"), new TableDefinition.Key("sk", "RANGE"));
        assertThat(table.attributes()).containsEntry("wake_at", "N");
        assertThat(table.indexes()).extracting(TableDefinition.Index::name).contains("by-workflow", "by-wake");
        assertThat(table.indexes().getFirst().projected()).contains("status");
        assertThat(table.expiresAt()).contains("expires_at");
    }

    @Test
    void theDeploymentsOriginsAreThoseOfItsParameterAndNoneWithoutIt() {
        assertThat(Template.read(REAL, Map.of()).cors()).isEmpty();
        assertThat(Template.read(REAL, Map.of("AllowedOrigins", "https://a.example,https://b.example"))
                        .cors())
                .hasValueSatisfying(cors -> {
                    assertThat(cors.origins()).containsExactly("https://a.example", "https://b.example");
                    assertThat(cors.headers()).contains("x-api-key", "idempotency-key", "last-event-id");
                    assertThat(cors.methods()).contains("PATCH");
                    assertThat(cors.exposed()).contains("retry-after");
                });
    }

    @Test
    void aParameterCanBeOverridden() {
        Template template = Template.read(REAL, Map.of("RetentionDays", "7"));

        assertThat(template.environment(function(template, "StepFunction"), NAMES))
                .containsEntry("RETENTION_DAYS", "7");
        assertThatThrownBy(() -> Template.read(REAL, Map.of("Retention", "7")))
                .isInstanceOf(TemplateFault.class)
                .hasMessageContaining("no parameter Retention");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            !Sub "a-${P}-${Q.Arn}-${!x}"              | a-v-arn-Q-${x}
            !Sub ["${own}/${P}", {own: !Ref P}]       | v/v
            !Join [":", [a, !Ref P, !Ref "AWS::Region"]] | a:v:us-east-1
            {"Fn::GetAtt": [Q, Arn]}                  | arn-Q
            {Ref: Q}                                  | ref-Q
            !If [Same, !Ref P, b]                      | v
            !If [Other, a, !Ref P]                       | v
            !If [Either, !If [Both, a, b], c]         | b
            17                                        | 17
            true                                      | true
            """)
    void functionsAreResolved(String expression, String value) {
        Template template = Template.parse(template("X: " + expression), Map.of());

        assertThat(template.environment(template.functions().getFirst(), NAMES)).containsExactly(Map.entry("X", value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X: !Ref Nowhere         | F.Environment.Variables.X refers to Nowhere
            X: !GetAtt Q.Colour     | F.Environment.Variables.X: !GetAtt Q.Colour is unknown
            X: !ImportValue y       | F.Environment.Variables.X: Fn::ImportValue is unknown
            X: !GetAtt Nowhere.Arn  | refers to Nowhere
            X: !If [Perhaps, a, b]  | F.Environment.Variables.X refers to Perhaps, which is not a condition
            """)
    void whatCannotBeResolvedIsNamed(String variable, String message) {
        assertThatThrownBy(() -> Template.parse(template(variable), Map.of()))
                .isInstanceOf(TemplateFault.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Resources: {X: {Type: "AWS::SNS::Topic"}}   | X: the type AWS::SNS::Topic is unknown
            Resources: {F: {Type: "AWS::Serverless::Function", Properties: {Handler: a.B, Events: {S: {Type: S3}}}}} | F.Events.S: the event type S3 is unknown
            Resources: {F: {Type: "AWS::Serverless::Function"}} | F has no Handler
            Parameters: {P: {Type: String}}             | the parameter P has no default
            Resources: {F: {Type: "AWS::Serverless::Function", Properties: {Handler: a.B, Policies: AWSLambdaExecute}}} | F.Policies: a policy that is not a list of statements is unknown
            Resources: {F: {Type: "AWS::Serverless::Function", Properties: {Handler: a.B, Policies: [{Statement: {Effect: Deny, Action: x, Resource: y}}]}}} | a statement that does not allow is unknown
            Resources: {F: {Type: "AWS::Serverless::Function", Properties: {Handler: a.B, Policies: [{Statement: {Effect: Allow, Action: x, Resource: y, Condition: {}}}]}}} | F.Policies: a statement's Condition is unknown
            Resources: {F: {Type: "AWS::Serverless::Function", Properties: {Handler: a.B, Policies: [{Statement: {Effect: Allow, Action: x}}]}}} | F.Policies has no Resource
            """)
    void whatIsUnknownIsNamed(String yaml, String message) {
        assertThatThrownBy(() -> Template.parse(yaml, Map.of()))
                .isInstanceOf(TemplateFault.class)
                .hasMessageContaining(message);
    }

    @Test
    void policiesAreResolved() {
        Template template = Template.parse("""
                Conditions: {Never: !Equals [a, b]}
                Resources:
                  Q: {Type: "AWS::SQS::Queue"}
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: a.B
                      Policies:
                        - Statement:
                            - {Effect: Allow, Action: [sqs:SendMessage, sqs:GetQueueUrl], Resource: !GetAtt Q.Arn}
                            - !If [Never, {Effect: Allow, Action: x, Resource: y}, !Ref AWS::NoValue]
                        - Statement: {Effect: Allow, Action: sqs:*, Resource: [!Sub "${Q.Arn}/more", z]}
                """, Map.of());

        assertThat(template.policies(template.functions().getFirst(), NAMES))
                .containsExactly(
                        new PolicyStatement(List.of("sqs:SendMessage", "sqs:GetQueueUrl"), List.of("arn-Q")),
                        new PolicyStatement(List.of("sqs:*"), List.of("arn-Q/more", "z")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            sqs:SendMessage, orders, true
            sqs:SendMessage, orders-2, false
            sqs:SendMessages, orders, false
            sqs:ReceiveMessage, jobs-a, true
            sqs:ReceiveMessage, jobs-, true
            sqs:ReceiveMessage, my-jobs-a, false
            sqs:DeleteMessage, orders, false
            """)
    void aPolicyAllowsWhatItNames(String action, String queue, boolean allowed) {
        List<PolicyStatement> statements = List.of(
                new PolicyStatement(List.of("sqs:SendMessage"), List.of("arn:aws:sqs:eu-west-1:1:orders")),
                new PolicyStatement(List.of("sqs:Receive*"), List.of("arn:aws:sqs:*:*:jobs-*")));

        assertThat(statements.stream().anyMatch(statement -> statement.allows(action, queue)))
                .isEqualTo(allowed);
    }

    private static String template(String variable) {
        return """
                Parameters: {P: {Type: String, Default: v}}
                Conditions:
                  Same: !Equals [!Ref P, v]
                  Other: !Not [{Condition: Same}]
                  Either: !Or [{Condition: Same}, {Condition: Other}]
                  Both: !And [{Condition: Same}, {Condition: Other}]
                Resources:
                  Q: {Type: "AWS::SQS::Queue"}
                  F:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: a.B::handleRequest
                      Environment:
                        Variables:
                          %s
                """.formatted(variable);
    }

    private static List<Event.HttpRoute> routes(Template template) {
        return template.functions().stream()
                .flatMap(function -> function.events(Event.HttpRoute.class))
                .toList();
    }

    private static FunctionDefinition function(Template template, String id) {
        return template.functions().stream()
                .filter(function -> function.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
