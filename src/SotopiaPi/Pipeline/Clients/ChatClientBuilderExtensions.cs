using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Adds what a run needs to chat clients.</summary>
public static class ChatClientBuilderExtensions
{
    /// <summary>Bounds the rate of requests, and asks again after errors that may pass.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <returns>The builder.</returns>
    public static ChatClientBuilder UseResilience(this ChatClientBuilder builder, ResilientChatClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new ResilientChatClient(inner, options));
    }

    /// <summary>Counts the tokens of every answer, also of those that a run throws away.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="role">The role under which they are counted.</param>
    /// <returns>The builder.</returns>
    public static ChatClientBuilder UseUsageLedger(this ChatClientBuilder builder, UsageLedger ledger, string role)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new UsageChatClient(inner, ledger, role));
    }
}
