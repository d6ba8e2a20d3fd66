package dev.lockstep.local.template;

import dev.lockstep.engine.data.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives CloudFormation's functions their values.
 *
 * @param parameters the values of the template's parameters and of AWS's pseudo parameters
 * @param resources the types of the template's resources, by logical id
 */
record Intrinsics(
        Map<String, String> parameters, Map<String, String> resources, Conditions conditions, ResourceNames names) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]*)}");

    /** The value with every function in it replaced; missing where it is {@code AWS::NoValue}. */
    JsonNode resolve(String where, JsonNode value) {
        if (value.isArray()) {
            ArrayNode resolved = Json.array();
            value.forEach(element -> addUnlessMissing(resolved, resolve(where, element)));
            return resolved;
        }
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        if (object.size() == 1) {
            String name = object.propertyNames().iterator().next();
            if (name.equals("Ref") || name.startsWith("Fn::")) {
                return call(where, name, object.path(name));
            }
        }
        ObjectNode resolved = Json.object();
        object.properties().forEach(entry -> {
            JsonNode inner = resolve(where + "." + entry.getKey(), entry.getValue());
            if (!inner.isMissingNode()) {
                resolved.set(entry.getKey(), inner);
            }
        });
        return resolved;
    }

    private static void addUnlessMissing(ArrayNode array, JsonNode value) {
        if (!value.isMissingNode()) {
            array.add(value);
        }
    }

    private JsonNode call(String where, String function, JsonNode argument) {
        return switch (function) {
            case "Ref" -> reference(where, argument.asString());
            case "Fn::GetAtt" -> text(attribute(where, argument));
            case "Fn::Sub" -> text(substitute(where, argument));
            case "Fn::Join" -> text(join(where, argument));
            case "Fn::Split" -> split(where, argument);
            case "Fn::If" -> {
                boolean holds = conditions.holds(where, argument.path(0).asString(""), this);
                yield resolve(where, argument.path(holds ? 1 : 2));
            }
            default -> throw TemplateFault.unknown(where, function);
        };
    }

    private JsonNode reference(String where, String name) {
        if (name.equals("AWS::NoValue")) {
            return MissingNode.getInstance();
        }
        return text(valueOf(where, name));
    }

    private String valueOf(String where, String name) {
        String parameter = parameters.get(name);
        if (parameter != null) {
            return parameter;
        }
        if (resources.containsKey(name)) {
            return names.reference(name);
        }
        throw new TemplateFault(where + " refers to " + name + ", which is neither a parameter nor a resource");
    }

    private String attribute(String where, JsonNode argument) {
        String id = argument.path(0).asString("");
        String attribute = argument.path(1).asString("");
        if (!resources.containsKey(id)) {
            throw new TemplateFault(where + " refers to " + id + ", which is not a resource");
        }
        if (!attribute.equals("Arn") && !attribute.equals("StreamArn")) {
            throw TemplateFault.unknown(where, "!GetAtt " + id + "." + attribute);
        }
        return names.arn(id);
    }

    private String substitute(String where, JsonNode argument) {
        String pattern = argument.isArray() ? argument.path(0).asString("") : argument.asString("");
        JsonNode own = argument.isArray() ? argument.path(1) : MissingNode.getInstance();
        return PLACEHOLDER
                .matcher(pattern)
                .replaceAll(match -> Matcher.quoteReplacement(placeholder(where, match, own)));
    }

    private String placeholder(String where, MatchResult match, JsonNode own) {
        String name = match.group(2);
        if (!match.group(1).isEmpty()) {
            return "${" + name + "}";
        }
        if (own.has(name)) {
            return resolve(where, own.path(name)).asString();
        }
        int dot = name.indexOf('.');
        return dot < 0
                ? valueOf(where, name)
                : attribute(where, Json.array().add(name.substring(0, dot)).add(name.substring(dot + 1)));
    }

    private String join(String where, JsonNode argument) {
        List<String> parts = new ArrayList<>();
        argument.path(1).forEach(part -> parts.add(resolve(where, part).asString()));
        return String.join(argument.path(0).asString(""), parts);
    }

    private JsonNode split(String where, JsonNode argument) {
        ArrayNode parts = Json.array();
        String text = resolve(where, argument.path(1)).asString();
        for (String part : text.split(Pattern.quote(argument.path(0).asString("")), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.stringNode(value);
    }
}
