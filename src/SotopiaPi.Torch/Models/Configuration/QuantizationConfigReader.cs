namespace SotopiaPi.Torch;

/// <summary>Reads <c>quantization_config</c> of a configuration, and refuses what is not 4-bit NormalFloat as bitsandbytes writes it.</summary>
internal static class QuantizationConfigReader
{
    public static void Check(ConfigJson json)
    {
        if (json.Object("quantization_config") is not { } quantization)
        {
            return;
        }

        if (quantization.Text("quant_method") != "bitsandbytes")
        {
            throw quantization.Problem("quant_method", "\"bitsandbytes\"; use the unquantised model and let it be quantised on loading");
        }

        if (!quantization.Bool("load_in_4bit", fallback: false))
        {
            throw quantization.Problem("load_in_4bit", "true; use the unquantised model and let it be quantised on loading");
        }

        if (quantization.Text("bnb_4bit_quant_type") != "nf4")
        {
            throw quantization.Problem("bnb_4bit_quant_type", "\"nf4\"; use the unquantised model and let it be quantised on loading");
        }
    }
}
