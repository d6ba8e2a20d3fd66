package dev.lockstep.local.template;

import dev.lockstep.local.PlainError;

/** Something in the template that the local runtime cannot give a meaning to. */
public final class TemplateFault extends PlainError {
    TemplateFault(String message) {
        super("template.yaml: " + message);
    }

    static TemplateFault missing(String where, String property) {
        return new TemplateFault(where + " has no " + property);
    }

    static TemplateFault unknown(String where, String construct) {
        return new TemplateFault(where + ": " + construct + " is unknown to the local runtime");
    }
}
