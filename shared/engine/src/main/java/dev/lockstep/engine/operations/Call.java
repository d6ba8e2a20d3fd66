package dev.lockstep.engine.operations;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

public record Call(JsonNode input, ObjectNode config, String idempotencyKey) {}
