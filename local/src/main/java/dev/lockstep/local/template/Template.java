package dev.lockstep.local.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The deployment template, as far as it says what runs: functions, what invokes them, queues, tables. */
public final class Template {
    public static final String REGION = "us-east-1";
    public static final String ACCOUNT = "000000000000";
    public static final String STACK = "lockstep";

    private static final String HTTP_API = "AWS::Serverless::HttpApi";
    private static final String FUNCTION = "AWS::Serverless::Function";
    private static final String QUEUE = "AWS::SQS::Queue";
    private static final String TABLE = "AWS::DynamoDB::Table";
    /** What has no counterpart on one machine. Everything else that is not built here is refused, so that nothing is missing unsaid. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            HTTP_API,
            "AWS::ApiGatewayV2::Api",
            "AWS::ApiGatewayV2::Deployment",
            "AWS::ApiGatewayV2::Integration",
            "AWS::ApiGatewayV2::Route",
            "AWS::ApiGatewayV2::Stage",
            "AWS::Logs::LogGroup",
            "AWS::IAM::Role",
            "AWS::IAM::ManagedPolicy",
            "AWS::Lambda::Permission",
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Dashboard");

    private final JsonNode root;
    private final Conditions conditions;
    private final Map<String, String> parameters;
    private final Map<String, String> resources;
    private final List<FunctionDefinition> functions;
    private final List<QueueDefinition> queues;
    private final List<TableDefinition> tables;

    private Template(JsonNode root, Map<String, String> overrides) {
        this.root = root;
        this.conditions = new Conditions(root.path("Conditions"));
        this.parameters = parameters(root.path("Parameters"), overrides);
        this.resources = resources(root.path("Resources"));
        this.functions = idsOf(FUNCTION).stream()
                .map(id -> FunctionReader.read(id, functionProperties(id, LOGICAL)))
                .toList();
        this.queues = idsOf(QUEUE).stream()
                .map(id -> ResourceReader.queue(id, properties(id)))
                .toList();
        this.tables = idsOf(TABLE).stream()
                .map(id -> ResourceReader.table(id, properties(id)))
                .toList();
        // Resolved once already here, so that a slip in it shows at the start and not at the first invocation.
        functions.forEach(function -> {
            environment(function, LOGICAL);
            policies(function, LOGICAL);
        });
        cors();
    }

    /**
     * Reads a template.
     *
     * @param overrides values for its parameters, by name
     * @throws TemplateFault where it holds what the local runtime does not know
     */
    public static Template read(Path file, Map<String, String> overrides) {
        try {
            return parse(Files.readString(file), overrides);
        } catch (IOException e) {
            throw new TemplateFault("cannot be read: " + e.getMessage());
        }
    }

    static Template parse(String yaml, Map<String, String> overrides) {
        return new Template(TemplateYaml.read(yaml), overrides);
    }

    public List<FunctionDefinition> functions() {
        return functions;
    }

    public List<QueueDefinition> queues() {
        return queues;
    }

    public List<TableDefinition> tables() {
        return tables;
    }

    /** Which pages of other origins may call the HTTP API, if any may. */
    public Optional<CorsDefinition> cors() {
        return idsOf(HTTP_API).stream()
                .map(this::properties)
                .map(api -> new Properties(api.where(), api.value("CorsConfiguration"), api.intrinsics()))
                .filter(configuration -> configuration.has("AllowOrigins"))
                .findFirst()
                .map(CorsDefinition::read);
    }

    /** The WebSocket API, if there is one. */
    public Optional<SocketDefinition> socket() {
        Map<String, String> routes = new LinkedHashMap<>();
        for (String id : idsOf("AWS::ApiGatewayV2::Route")) {
            Properties route = properties(id);
            String integration = referred(id, route.node().path("Target"), "AWS::ApiGatewayV2::Integration");
            JsonNode uri = properties(integration).node().path("IntegrationUri");
            routes.put(route.text("RouteKey"), referred(integration, uri, FUNCTION));
        }
        return idsOf("AWS::ApiGatewayV2::Stage").stream()
                .findFirst()
                .map(stage -> new SocketDefinition(properties(stage).text("StageName"), Map.copyOf(routes)));
    }

    /** The resource of a type that a {@code !Sub} is about. */
    private String referred(String where, JsonNode substitution, String type) {
        String text = substitution.path("Fn::Sub").asString("");
        return idsOf(type).stream()
                .filter(id -> text.contains("${" + id + "}") || text.contains("${" + id + "."))
                .findFirst()
                .orElseThrow(() -> new TemplateFault(where + " must be a !Sub of a resource of the type " + type));
    }

    /** The environment variables of a function where the resources have these names. */
    public Map<String, String> environment(FunctionDefinition function, ResourceNames names) {
        Properties variables =
                functionProperties(function.id(), names).inner("Environment").inner("Variables");
        Map<String, String> environment = new TreeMap<>();
        for (String name : variables.names()) {
            variables.optionalText(name).ifPresent(value -> environment.put(name, value));
        }
        return environment;
    }

    /** What the policies of a function allow where the resources have these names. */
    public List<PolicyStatement> policies(FunctionDefinition function, ResourceNames names) {
        return PolicyReader.read(functionProperties(function.id(), names));
    }

    /** Stands in for the real names while only the template's shape is read. */
    private static final ResourceNames LOGICAL = new ResourceNames() {
        @Override
        public String reference(String logicalId) {
            return logicalId;
        }

        @Override
        public String arn(String logicalId) {
            return "arn:" + logicalId;
        }
    };

    private List<String> idsOf(String type) {
        return resources.entrySet().stream()
                .filter(resource -> resource.getValue().equals(type))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Properties properties(String id) {
        JsonNode own = root.path("Resources").path(id).path("Properties");
        return new Properties(id, own, new Intrinsics(parameters, resources, conditions, LOGICAL));
    }

    private Properties functionProperties(String id, ResourceNames names) {
        JsonNode own = root.path("Resources").path(id).path("Properties");
        JsonNode merged = merge(root.path("Globals").path("Function"), own);
        return new Properties(id, merged, new Intrinsics(parameters, resources, conditions, names));
    }

    /** As SAM merges globals: objects by their members, everything else the function's own wins. */
    private static JsonNode merge(JsonNode global, JsonNode own) {
        if (!(global instanceof ObjectNode defaults) || !(own instanceof ObjectNode specifics)) {
            return own.isMissingNode() ? global : own;
        }
        ObjectNode merged = defaults.deepCopy();
        specifics
                .properties()
                .forEach(entry -> merged.set(entry.getKey(), merge(defaults.path(entry.getKey()), entry.getValue())));
        return merged;
    }

    private static Map<String, String> parameters(JsonNode declared, Map<String, String> overrides) {
        Map<String, String> values = new LinkedHashMap<>(Map.of(
                "AWS::Region", REGION,
                "AWS::AccountId", ACCOUNT,
                "AWS::StackName", STACK,
                "AWS::Partition", "aws",
                "AWS::URLSuffix", "amazonaws.com"));
        overrides.keySet().stream()
                .filter(name -> !declared.has(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new TemplateFault("there is no parameter " + name);
                });
        declared.properties().forEach(parameter -> {
            String value = overrides.get(parameter.getKey());
            JsonNode otherwise = parameter.getValue().path("Default");
            if (value == null && otherwise.isMissingNode()) {
                throw new TemplateFault("the parameter " + parameter.getKey() + " has no default and no value");
            }
            values.put(parameter.getKey(), value == null ? otherwise.asString() : value);
        });
        return values;
    }

    private static Map<String, String> resources(JsonNode declared) {
        Map<String, String> types = new LinkedHashMap<>();
        declared.properties().forEach(resource -> {
            String type = resource.getValue().path("Type").asString("");
            if (!WITHOUT_EFFECT.contains(type)
                    && !Set.of(FUNCTION, QUEUE, TABLE).contains(type)) {
                throw TemplateFault.unknown(resource.getKey(), "the type " + (type.isEmpty() ? "(none)" : type));
            }
            if (resource.getValue().has("Condition")) {
                throw TemplateFault.unknown(resource.getKey(), "a Condition");
            }
            types.put(resource.getKey(), type);
        });
        return types;
    }
}
