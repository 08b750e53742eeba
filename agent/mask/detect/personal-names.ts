import type { RuleName } from "../mask-rule.ts";
import type { Family } from "./family.ts";

/** What columns are called that hold the same kind of personal data. */
export interface PersonalName {
  readonly rule: RuleName;
  readonly reason: string;
  readonly families: readonly Family[];
  /** Without accents and separators, by language: `first_name`, `firstName` and `firstname` are one word. */
  readonly words: string;
  /** Words that mean this only at the end of a name: `work_mobile`, not `mobile_os`. */
  readonly last?: string;
}

/** The more telling first. German, French, Spanish, Italian, Portuguese, Dutch, Polish, and the Nordic languages beside English. */
export const personalNames: readonly PersonalName[] = [
  {
    rule: "email",
    reason: "an e-mail address by its name",
    families: ["text"],
    words: `email emails emailaddress emailaddr emailid mailaddress useremail
      emailadresse mailadresse epost epostadresse epostadress courriel adressemail adresseemail adresseelectronique
      correo correoelectronico postaelettronica indirizzoemail enderecoemail correioeletronico emailadres mailadres adresemail
      sahkoposti`,
    last: "mail mailto",
  },
  {
    rule: "hash",
    reason: "a password by its name",
    families: ["text", "bytes"],
    words: `password passwords passwd pwd passphrase passhash passcode passworddigest encryptedpassword
      passwort kennwort motdepasse mdp contrasena senha wachtwoord haslo losenord passord adgangskode salasana`,
  },
  {
    rule: "hash",
    reason: "a secret by its name",
    families: ["text", "bytes", "uuid"],
    words: `token tokens secret secrets apikey accesskey privatekey secretkey otp otpsecret totp recoverycode recoverycodes backupcode
      sessionid sessionkey securityanswer`,
  },
  {
    rule: "phone",
    reason: "a telephone number by its name",
    families: ["text", "number"],
    words: `phone phones telephone phonenumber mobilephone cellphone homephone workphone mobilenumber faxnumber
      telefon telefonnummer handynummer mobilnummer rufnummer telefax faxnummer numerodetelephone numerotelephone
      telefono numerotelefono telefonomovil cellulare telefone telemovel telefoonnummer telefoon mobielnummer
      telefonkomorkowy numertelefonu komorka puhelin puhelinnumero tlf`,
    last: "tel fax mobile cell handy mobil gsm movil celular mobiel",
  },
  {
    rule: "hash",
    reason: "an identity or bank number by its name",
    families: ["text", "number"],
    words: `cardnumber cardno cardnr creditcard ccnumber debitcard cvv cvc iban bic bankaccount accountnumber accountno accountnr
      routingnumber routingno ssn socialsecurity socialsecuritynumber taxid taxnumber vatid vatnumber passportnumber passportno
      passport nationalid nationalinsurance driverslicense driverslicence licencenumber identitynumber
      kontonummer kreditkarte kreditkartennummer kartennummer steuernummer steuerid ausweisnummer personalausweis
      sozialversicherungsnummer numerodecarte numerosecu numerosecuritesociale carteidentite dni nif curp numerotarjeta
      tarjetacredito seguridadsocial codicefiscale partitaiva numerocarta cpf cnpj numerocartao bsn burgerservicenummer
      rekeningnummer pesel numerkonta numerdowodu personnummer cprnummer henkilotunnus`,
  },
  {
    rule: "firstName",
    reason: "a person's name by its name",
    families: ["text"],
    words: `firstname givenname forename middlename fname vorname prenom primernombre segundonombre primeironome voornaam imie
      fornamn fornavn etunimi`,
  },
  {
    rule: "lastName",
    reason: "a person's name by its name",
    families: ["text"],
    words: `lastname familyname surname maidenname lname nachname familienname geburtsname nomdefamille nomfamille nomdenaissance
      apellido apellidos apellidopaterno apellidomaterno cognome sobrenome achternaam nazwisko efternamn etternavn efternavn
      sukunimi`,
  },
  {
    rule: "fullName",
    reason: "a person's name by its name",
    families: ["text"],
    words: `fullname displayname contactname contactperson customername clientname username recipientname billingname shippingname
      holdername cardholder accountholder authorname personname employeename patientname membername ownername signername
      kundenname benutzername ansprechpartner vollername anzeigename mitarbeitername empfaengername
      nomcomplet nomutilisateur nomclient nomcontact nombrecompleto nombreusuario nombrecliente nombrecontacto
      nomecompleto nomeutente nomecliente nomeusuario volledigenaam gebruikersnaam klantnaam contactpersoon
      imienazwisko imieinazwisko nazwauzytkownika anvandarnamn brukernavn brugernavn kayttajanimi`,
    last: "login nickname recipient addressee destinataire destinatario empfaenger empfanger",
  },
  {
    rule: "date",
    reason: "a date of birth by its name",
    families: ["text", "date"],
    words: `birth birthday birthdate dateofbirth dob born bornon bornat geburtsdatum geburtstag geboren datenaissance datedenaissance
      fechanacimiento fechadenacimiento datanascita datadinascita datanascimento datadenascimento geboortedatum dataurodzenia
      fodelsedatum fodselsdato fodselsdag syntymaaika`,
  },
  {
    rule: "postcode",
    reason: "part of a postal address by its name",
    families: ["text"],
    words: `zipcode postalcode postcode plz postleitzahl codepostal codigopostal codicepostale cep kodpocztowy postnummer
      postinumero`,
    last: "zip",
  },
  {
    rule: "ip",
    reason: "an IP address by its name",
    families: ["text", "ip"],
    words:
      "ip ips ipaddr ipaddress remoteaddr remoteaddress ipadresse adresseip direccionip indirizzoip enderecoip ipadres adresip",
  },
  {
    rule: "address",
    reason: "a postal address by its name",
    families: ["text"],
    words: `street streetaddress streetname address addresses addr addressline line1 line2 line3 housenumber
      strasse hausnummer anschrift adresse wohnort rue adressepostale direccion domicilio calle indirizzo endereco logradouro
      rua straat straatnaam huisnummer adres ulica adress gatuadress gateadresse osoite katuosoite`,
  },
  {
    rule: "city",
    reason: "part of a postal address by its name",
    families: ["text"],
    words: "city town stadt ville ciudad citta cidade woonplaats miasto postort poststed",
    last: "ort",
  },
];

/** What a column is called that holds the name of whatever its table is about. */
export const plainNames = "name names nom nombre nome naam namn navn nimi nazwa";

/** What tables are called that are about people. */
export const peopleWords = `user customer client employee staff person people member contact patient author account admin lead student
  teacher guest subscriber recipient owner profile driver passenger tenant applicant candidate participant attendee volunteer
  donor doctor nurse resident citizen worker reader borrower buyer seller shopper visitor speaker reviewer pupil learner
  coach trainer instructor player renter landlord parent child children beneficiary artist writer voter contractor freelancer
  kunde kunden benutzer nutzer mitarbeiter personen kontakt kontakte patienten schueler lehrer teilnehmer mitglied mitglieder
  ansprechpartner bewerber
  utilisateur employe personne adherent eleve membre salarie
  usuario cliente empleado persona personas contacto paciente alumno trabajador
  utente utenti clienti dipendente dipendenti persone contatti paziente pazienti studenti
  funcionario pessoa contato aluno
  klant klanten gebruiker medewerker persoon personeel leden
  klient klienci uzytkownik uzytkownicy pracownik pracownicy osoba osoby
  anvandare kund kunder bruker brukere bruger brugere ansatte medarbejder kayttaja asiakas`;

/** Words at the end of a table's name that make it one about something of people. */
export const aboutPeople =
  "role roles group groups type types plan plans status statuses permission permissions setting settings tag tags category categories segment segments level levels preference preferences product products";
