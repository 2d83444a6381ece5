using System.Text.Json.Nodes;
using SotopiaPi.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Testing;

/// <summary>Reads a fixture case: <c>goldens.json</c> and <c>goldens.safetensors</c>, and packs its padded batches.</summary>
internal sealed class Goldens : IDisposable
{
    private readonly SafetensorsFile _file;

    public Goldens(string folder, string name = "goldens")
    {
        Folder = folder;
        Json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.json")))!.AsObject();
        _file = SafetensorsFile.Open(Path.Combine(folder, $"{name}.safetensors"));
    }

    public string Folder { get; }

    public JsonObject Json { get; }

    public IEnumerable<string> Names => _file.Tensors.Keys;

    public bool Has(string name) => _file.Tensors.ContainsKey(name);

    public Tensor this[string name] => _file.Read(name, CPU);

    /// <summary>The rows of a [B, T] tensor where the mask is 1, sequence by sequence: [N].</summary>
    public Tensor Packed(string name, string mask)
    {
        using Tensor rows = this[name];
        using Tensor flags = this[mask];
        using Tensor keep = flags.to(ScalarType.Bool);
        return rows.masked_select(keep);
    }

    /// <summary>The number of real tokens of each sequence.</summary>
    public long[] Lengths(string mask)
    {
        using Tensor flags = this[mask];
        using Tensor sums = flags.sum(1);
        return sums.data<long>().ToArray();
    }

    /// <summary>
    /// The rows of packed hidden states before each target, and the targets: the label at t belongs to the row of t − 1.
    /// </summary>
    public (long[] Rows, long[] Targets) Targets(string labels, string mask)
    {
        using Tensor label = this[labels];
        using Tensor flags = this[mask];
        List<long> rows = [];
        List<long> targets = [];
        long row = 0;
        for (long b = 0; b < label.size(0); b++)
        {
            long previous = -1;
            for (long t = 0; t < label.size(1); t++)
            {
                if (flags[b, t].ToInt64() == 0)
                {
                    continue;
                }

                if (label[b, t].ToInt64() is var target && target != -100 && previous >= 0)
                {
                    rows.Add(previous);
                    targets.Add(target);
                }

                previous = row++;
            }
        }

        return ([.. rows], [.. targets]);
    }

    public void Dispose() => _file.Dispose();
}
