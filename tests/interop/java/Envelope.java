import java.io.FileReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Collection;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.KeyAgreeRecipientInformation;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/**
 * Opens and verifies an envelope, or signs and seals one, with BouncyCastle's CMS and nothing else.
 *
 * <pre>
 * open IN RECEIVER.pem RECEIVER-KEY.pem CA.pem OUT    prints what it found, one name=value a line
 * seal IN SIGNER.pem SIGNER-KEY.pem RECEIVER.pem OUT
 * </pre>
 */
public final class Envelope {
    private static final String BC = "BC";

    public static void main(String[] args) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        byte[] input = Files.readAllBytes(Path.of(args[1]));
        byte[] output;
        if (args[0].equals("open")) {
            byte[] signed = decrypt(input, certificate(args[2]), key(args[3]));
            output = verify(signed, certificate(args[4]));
        } else {
            byte[] signed = sign(input, certificate(args[2]), key(args[3]));
            output = encrypt(signed, certificate(args[4]));
        }
        Files.write(Path.of(args[5]), output);
    }

    // ---- Opening ----

    private static byte[] decrypt(byte[] sealed, X509CertificateHolder receiver, PrivateKey key)
            throws Exception {
        ContentInfo info = der(sealed, "sealed");
        say("sealed.type", info.getContentType());
        AuthEnvelopedData data = AuthEnvelopedData.getInstance(info.getContent());
        AlgorithmIdentifier cipher =
                data.getAuthEncryptedContentInfo().getContentEncryptionAlgorithm();
        GCMParameters gcm = GCMParameters.getInstance(cipher.getParameters());
        say("content.cipher", cipher.getAlgorithm());
        say("content.nonce", gcm.getNonce().length);
        say("content.tag", gcm.getIcvLen());

        CMSAuthEnvelopedData envelope = new CMSAuthEnvelopedData(info);
        for (RecipientInformation recipient : envelope.getRecipientInfos().getRecipients()) {
            if (recipient.getRID().match(receiver)) {
                return decrypt(recipient, key);
            }
        }
        throw new IllegalStateException("not for this certificate");
    }

    private static byte[] decrypt(RecipientInformation recipient, PrivateKey key) throws Exception {
        say("key.algorithm", recipient.getKeyEncryptionAlgOID());
        ASN1Encodable parameters = ASN1Primitive.fromByteArray(recipient.getKeyEncryptionAlgParams());
        Recipient opener;
        if (recipient instanceof KeyAgreeRecipientInformation) {
            say("key.wrap", AlgorithmIdentifier.getInstance(parameters).getAlgorithm());
            opener = new JceKeyAgreeEnvelopedRecipient(key).setProvider(BC);
        } else {
            RSAESOAEPparams oaep = RSAESOAEPparams.getInstance(parameters);
            AlgorithmIdentifier mask = oaep.getMaskGenAlgorithm();
            say("key.hash", oaep.getHashAlgorithm().getAlgorithm());
            say("key.mask", AlgorithmIdentifier.getInstance(mask.getParameters()).getAlgorithm());
            opener = new JceKeyTransAuthEnvelopedRecipient(key).setProvider(BC);
        }
        return recipient.getContent(opener);
    }

    private static byte[] verify(byte[] bytes, X509CertificateHolder authority) throws Exception {
        ContentInfo info = der(bytes, "signed");
        say("signed.type", info.getContentType());
        CMSSignedData signed = new CMSSignedData(info);
        Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
        say("signers", signers.size());
        SignerInformation signer = signers.iterator().next();
        Collection<?> matching = signed.getCertificates().getMatches(signer.getSID());
        X509CertificateHolder certificate = (X509CertificateHolder) matching.iterator().next();
        X509Certificate issuer = java(authority);
        java(certificate).verify(issuer.getPublicKey(), BC);

        // Checks the signature, and in it the message digest and the type of the content.
        boolean holds = signer.verify(
                new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(certificate));
        say("signature.holds", holds);
        say("signature.digest", signer.getDigestAlgOID());
        say("signature.algorithm", signer.getEncryptionAlgOID());
        say("signature.unsigned", signer.getUnsignedAttributes() != null);
        attributes(signer.getSignedAttributes(), certificate);
        return (byte[]) signed.getSignedContent().getContent();
    }

    private static void attributes(AttributeTable signed, X509CertificateHolder certificate)
            throws Exception {
        say("attributes", signed.size());
        say("attribute.contentType", value(signed, CMSAttributes.contentType));
        say("attribute.messageDigest", value(signed, CMSAttributes.messageDigest) != null);
        Time time = Time.getInstance(value(signed, CMSAttributes.signingTime));
        say("attribute.signingTime", time.getDate().getTime() / 1000);
        SigningCertificateV2 named = SigningCertificateV2.getInstance(
                value(signed, PKCSObjectIdentifiers.id_aa_signingCertificateV2));
        ESSCertIDv2 first = named.getCerts()[0];
        say("attribute.signingCertificateV2.certificates", named.getCerts().length);
        say("attribute.signingCertificateV2.hash", first.getHashAlgorithm().getAlgorithm());
        byte[] hash = MessageDigest.getInstance(first.getHashAlgorithm().getAlgorithm().getId(), BC)
                .digest(certificate.getEncoded());
        say("attribute.signingCertificateV2.fits", Arrays.equals(hash, first.getCertHash()));
        if (first.getIssuerSerial() != null) {
            say("attribute.signingCertificateV2.serialFits",
                    first.getIssuerSerial().equals(issuerSerial(certificate)));
        }
    }

    private static ASN1Encodable value(AttributeTable table, ASN1ObjectIdentifier oid) {
        Attribute attribute = table.get(oid);
        if (attribute == null) {
            throw new IllegalStateException("no attribute " + oid);
        }
        ASN1Set values = attribute.getAttrValues();
        if (values.size() != 1) {
            throw new IllegalStateException("not one value in attribute " + oid);
        }
        return values.getObjectAt(0);
    }

    /** Reads one structure and nothing after it, and says whether it is DER. */
    private static ContentInfo der(byte[] bytes, String name) throws IOException {
        try (ASN1InputStream in = new ASN1InputStream(bytes)) {
            ASN1Primitive structure = in.readObject();
            if (in.readObject() != null) {
                throw new IllegalStateException("more than one structure");
            }
            say(name + ".der", Arrays.equals(bytes, structure.getEncoded("DER")));
            return ContentInfo.getInstance(structure);
        }
    }

    // ---- Sealing ----

    private static byte[] sign(byte[] content, X509CertificateHolder signer, PrivateKey key)
            throws Exception {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA"
                : bits(java(signer)) > 256 ? "SHA384withECDSA" : "SHA256withECDSA";
        ContentSigner contentSigner =
                new JcaContentSignerBuilder(algorithm).setProvider(BC).build(key);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(signer.getEncoded());
        SigningCertificateV2 named =
                new SigningCertificateV2(new ESSCertIDv2(hash, issuerSerial(signer)));
        // The generator adds content type, message digest and signing time.
        AttributeTable attributes = new AttributeTable(new DERSet(
                new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                        new DERSet(named))));

        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                new JcaSignerInfoGeneratorBuilder(
                        new JcaDigestCalculatorProviderBuilder().setProvider(BC).build())
                        .setSignedAttributeGenerator(
                                new DefaultSignedAttributeTableGenerator(attributes))
                        .build(contentSigner, signer));
        generator.addCertificate(signer);
        CMSSignedData signed = generator.generate(new CMSProcessableByteArray(content), true);
        return signed.toASN1Structure().getEncoded("DER");
    }

    private static byte[] encrypt(byte[] signed, X509CertificateHolder receiver) throws Exception {
        CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(recipient(java(receiver)));
        OutputAEADEncryptor encryptor = (OutputAEADEncryptor)
                new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM).setProvider(BC).build();
        return generator.generate(new CMSProcessableByteArray(signed), encryptor)
                .toASN1Structure().getEncoded("DER");
    }

    private static RecipientInfoGenerator recipient(X509Certificate receiver) throws Exception {
        if (receiver.getPublicKey() instanceof ECPublicKey) {
            KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", BC);
            pairs.initialize(((ECPublicKey) receiver.getPublicKey()).getParams());
            KeyPair ephemeral = pairs.generateKeyPair();
            return new JceKeyAgreeRecipientInfoGenerator(CMSAlgorithm.ECDH_SHA256KDF,
                    ephemeral.getPrivate(), ephemeral.getPublic(), CMSAlgorithm.AES256_WRAP)
                    .addRecipient(receiver).setProvider(BC);
        }
        OAEPParameterSpec oaep = new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256,
                PSource.PSpecified.DEFAULT);
        AlgorithmIdentifier algorithm = new JcaAlgorithmParametersConverter()
                .getAlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP, oaep);
        return new JceKeyTransRecipientInfoGenerator(receiver, algorithm).setProvider(BC);
    }

    // ---- Both ----

    private static int bits(X509Certificate certificate) {
        return ((ECPublicKey) certificate.getPublicKey()).getParams().getCurve().getField()
                .getFieldSize();
    }

    private static IssuerSerial issuerSerial(X509CertificateHolder certificate) {
        return new IssuerSerial(new GeneralNames(new GeneralName(certificate.getIssuer())),
                certificate.getSerialNumber());
    }

    private static X509Certificate java(X509CertificateHolder certificate) throws Exception {
        return new JcaX509CertificateConverter().setProvider(BC).getCertificate(certificate);
    }

    private static X509CertificateHolder certificate(String file) throws IOException {
        try (PEMParser parser = new PEMParser(new FileReader(file))) {
            return (X509CertificateHolder) parser.readObject();
        }
    }

    private static PrivateKey key(String file) throws IOException {
        try (PEMParser parser = new PEMParser(new FileReader(file))) {
            return new JcaPEMKeyConverter().setProvider(BC)
                    .getPrivateKey((PrivateKeyInfo) parser.readObject());
        }
    }

    private static void say(String name, Object value) {
        System.out.println(name + "=" + value);
    }
}
