package dev.lockstep.adapters;

import java.util.Map;

/**
 * Where a function runs: its environment variables and the AWS services within its reach. In Lambda both come from the process;
 * the local runtime and the tests hand in their own.
 *
 * @param variables the function's environment, by name
 */
public record Deployment(Map<String, String> variables, AwsClients aws) {
    /** The deployment of this process, as Lambda sets it up. */
    public static Deployment ofThisProcess() {
        return new Deployment(System.getenv(), new DefaultAwsClients());
    }

    /** A setting that may be empty; it is then nothing. */
    public String optional(String name) {
        return variables.getOrDefault(name, "");
    }

    /**
     * A setting that the template must give.
     *
     * @throws IllegalStateException where it is missing, so that a slip in the template shows at the first cold start
     */
    public String require(String name) {
        String value = variables.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("the environment variable " + name + " is not set; template.yaml gives it");
        }
        return value;
    }
}
