using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SotopiaPi.Torch;

/// <summary>Serializers that need no reflection.</summary>
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class JinjaJsonContext : JsonSerializerContext;
