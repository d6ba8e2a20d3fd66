package dev.lockstep.local.template;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The properties of one thing in the template, functions resolved on the way; every fault names where it is. */
record Properties(String where, JsonNode node, Intrinsics intrinsics) {
    boolean has(String name) {
        return node.has(name);
    }

    Optional<String> optionalText(String name) {
        JsonNode value = value(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.asString());
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> TemplateFault.missing(where, name));
    }

    int number(String name, int otherwise) {
        Optional<String> text = optionalText(name);
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new TemplateFault(where + ": " + name + " is not a number: " + text.orElse(""));
        }
    }

    List<String> texts(String name) {
        return value(name).valueStream().map(JsonNode::asString).toList();
    }

    Properties inner(String name) {
        return new Properties(where + "." + name, node.path(name), intrinsics);
    }

    List<Properties> elements(String name) {
        return node.path(name)
                .valueStream()
                .map(element -> new Properties(where + "." + name, element, intrinsics))
                .toList();
    }

    List<String> names() {
        return List.copyOf(node.propertyNames());
    }

    JsonNode value(String name) {
        return intrinsics.resolve(where + "." + name, node.path(name));
    }

    /** The logical id of the resource that a property points at, by {@code !Ref} or by its ARN. */
    String target(String name) {
        JsonNode value = node.path(name);
        String id = value.path("Ref")
                .asStringOpt()
                .or(() -> value.path("Fn::GetAtt").path(0).asStringOpt())
                .orElseThrow(
                        () -> new TemplateFault(where + "." + name + " must be a !Ref or a !GetAtt of a resource"));
        if (!intrinsics.resources().containsKey(id)) {
            throw new TemplateFault(where + "." + name + " refers to " + id + ", which is not a resource");
        }
        return id;
    }
}
