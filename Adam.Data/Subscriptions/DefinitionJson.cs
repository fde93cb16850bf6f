using System.Text.Json;

namespace Adam.Data.Subscriptions;

/// <summary>The stored form of <see cref="SubscriptionDefinition"/>. Enums are stored as their numbers.</summary>
internal static class DefinitionJson
{
    public static string Write(SubscriptionDefinition definition) => JsonSerializer.Serialize(definition);

    public static SubscriptionDefinition Read(string text) => JsonSerializer.Deserialize<SubscriptionDefinition>(text)!;
}
